import Core
import Testing

@testable import Orchestrator

/// summary.md and the job summary.
@Suite struct SummaryMarkdownTests {
    @Test func isATableWithTheCausesBelow() {
        let text = SummaryMarkdown(
            Reports.batch(Reports.report(verdict: Reports.whole), Reports.violated(scenario: "other"))
        ).text
        #expect(text.hasPrefix("## Rollcall: 2 runs: 1 held, 1 violated\n\n| | Scenario |"))
        #expect(text.contains("\n| ✅ | smoke | signalr | **held** | 1 | 1 | 0 % | 0 | 0 | 0 | 0 |\n"))
        #expect(text.contains("\n| ❌ | other | signalr | **violated** | 1 | 0 | 0 % | 1 | 0 | 0 | 0 |\n"))
        #expect(text.contains("\n### Causes\n\n- **other on signalr**: 1 lost, first: message p1/2"))
        #expect(text.contains("  ```sh\n  rollcall run scenarios/smoke.yaml --seed 7"))
    }

    @Test func hasNoCausesWhereAllIsAsItShouldBe() {
        #expect(!SummaryMarkdown(Reports.batch(Reports.report(verdict: Reports.whole))).text.contains("Causes"))
    }

    @Test func saysWhatIsFlakyAndHowOften() {
        let text = SummaryMarkdown(
            Reports.batch(
                Reports.report(repetition: 1, verdict: Reports.whole),
                Reports.report(repetition: 2, verdict: Reports.whole),
                Reports.violated(repetition: 3)
            )
        ).text
        #expect(text.contains("| **flaky**: 2 held, 1 violated | 3 | 2 | 33.3 % | 1 |"))
        #expect(text.contains("- **smoke on signalr** in 1 of 3 runs: 1 lost"))
    }

    @Test func saysWhatWasNotRun() {
        let batch = Reports.batch(Reports.report(), notRun: [Reports.notRun("b")], wasInterrupted: true)
        #expect(SummaryMarkdown(batch).text.contains("1 more were asked for and not run because it was interrupted."))
    }

    @Test func nastyTextIsNoMarkup() {
        let text = SummaryMarkdown(Reports.batch(Reports.report(.crashed, failure: Reports.nasty))).text
        let line = text.split(separator: "\n").first { $0.hasPrefix("- **smoke") } ?? ""
        #expect(line.contains("a&lt;b&gt;&amp;\"c\""))
        #expect(line.contains("\\`code\\` \\*b\\* \\|p\\|"))
        #expect(!line.unicodeScalars.contains { $0.properties.generalCategory == .control })
    }

    @Test func staysBelowWhatGitHubTakes() {
        let runs = (0..<2_000).map { number in
            Reports.report(
                .crashed,
                scenario: "s\(number)",
                failure: String(repeating: "x", count: 10_000) + String(number)
            )
        }
        #expect(SummaryMarkdown(BatchReport(runs: runs)).text.utf8.count < 1 << 20)
    }

    @Test(arguments: [
        (0, "0 %"), (1, "100 %"), (0.15, "15 %"), (0.125, "12.5 %"), (0.0001, "<0.1 %"), (0.9999, ">99.9 %"),
    ])
    func sharesAreReadable(share: Double, text: String) {
        #expect(Percent.text(share) == text)
    }
}
