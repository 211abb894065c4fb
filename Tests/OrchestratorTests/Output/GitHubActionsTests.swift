import Core
import Testing

@testable import Orchestrator

/// Workflow commands of GitHub Actions.
@Suite struct GitHubActionsTests {
    private func actions(_ more: [String: String] = ["GITHUB_WORKSPACE": "/work/repo"]) throws -> GitHubActions {
        let environment = more.merging(["GITHUB_ACTIONS": "true"]) { $1 }
        return try #require(GitHubActions(environment: environment, currentFolder: "/work/repo/sub"))
    }

    @Test(arguments: [[:], ["GITHUB_ACTIONS": ""], ["GITHUB_ACTIONS": "false"]])
    func isSilentElsewhere(environment: [String: String]) {
        #expect(GitHubActions(environment: environment, currentFolder: "/") == nil)
    }

    @Test func aRunThatHeldIsNotMentioned() throws {
        #expect(try actions().annotations(Reports.batch(Reports.report(verdict: Reports.whole))) == "")
    }

    @Test func aViolationIsAnErrorAtItsEntry() throws {
        var report = Reports.violated()
        report.shortfalls[0].line = 12
        report.shortfalls[0].column = 3
        let text = try actions().annotations(Reports.batch(report))
        #expect(
            text.hasPrefix(
                "::error file=sub/scenarios/smoke.yaml,line=12,col=3,"
                    + "title=smoke on signalr%3A violated%2C expect.delivery::1 lost%0A1 lost, first: message p1/2"
            ),
            "\(text)"
        )
        #expect(text.contains("%0Arun folder: /runs/smoke/7%0Aagain: rollcall run"))
        #expect(text.filter { $0 == "\n" }.count == 1)
    }

    @Test func aRunThatCouldNotBeJudgedIsAWarning() throws {
        let text = try actions().annotations(
            Reports.batch(Reports.report(.inconclusive, reasons: ["nothing was sent"]))
        )
        #expect(
            text.hasPrefix(
                "::warning file=sub/scenarios/smoke.yaml,line=1,col=1,title=smoke on signalr%3A inconclusive"
            )
        )
        #expect(text.contains("::nothing was sent%0A"))
    }

    @Test func aCrashIsAnErrorAndComesBeforeWarnings() throws {
        let text = try actions().annotations(
            Reports.batch(
                Reports.report(.inconclusive, reasons: ["odd"]),
                Reports.report(.crashed, scenario: "other", failure: "n2 ended")
            )
        )
        let lines = text.split(separator: "\n")
        #expect(lines.map { $0.hasPrefix("::error") } == [true, false])
    }

    @Test func repeatedRunsShareAnAnnotation() throws {
        let text = try actions().annotations(
            Reports.batch(
                Reports.violated(repetition: 1),
                Reports.report(repetition: 2, verdict: Reports.whole),
                Reports.violated(repetition: 3)
            )
        )
        #expect(text.filter { $0 == "\n" }.count == 1)
        #expect(text.contains("%0Ain 2 of 3 runs%0A"))
    }

    @Test func nastyTextIsOneCommandThatReadsBackTheSame() throws {
        let report = Reports.report(.crashed, failure: Reports.nasty, path: "a,b:c%.yaml")
        let text = try actions().annotations(Reports.batch(report))
        #expect(text.filter { $0 == "\n" }.count == 1)
        #expect(text.contains("file=sub/a%2Cb%3Ac%25.yaml,"))
        let data = try #require(text.firstRange(of: "::", after: 2)).upperBound
        let read = text[data...].replacing("%0A", with: "\n").replacing("%0D", with: "\r").replacing("%25", with: "%")
        let readable = Reports.nasty.unicodeScalars.filter { $0.properties.generalCategory != .control }
        let shown = read.unicodeScalars.filter { $0.properties.generalCategory != .control && $0 != "\u{FFFD}" }
        #expect(String(String.UnicodeScalarView(shown)).hasPrefix(String(String.UnicodeScalarView(readable))))
    }

    @Test(arguments: [
        ("s.yaml", "sub/s.yaml"), ("./s.yaml", "sub/s.yaml"), ("../s.yaml", "s.yaml"),
        ("/work/repo/x/../s.yaml", "s.yaml"), ("/elsewhere/s.yaml", "/elsewhere/s.yaml"),
        ("/work/repository/s.yaml", "/work/repository/s.yaml"),
    ])
    func filesAreNamedFromTheWorkspace(path: String, shown: String) throws {
        #expect(try actions().relative(path) == shown)
        #expect(try actions([:]).relative(path) == path)
    }

    @Test func mistakesInAScenarioAreMarkedToo() throws {
        let bad = Array("scenario: x\ntrafic: []\n".utf8)
        guard case .failure(let mistakes) = ScenarioFile.parse(bad, path: "bad.yaml") else {
            Issue.record("the file has no mistake")
            return
        }
        let text = try actions().annotations(ScenarioSetError(files: [mistakes]))
        #expect(text.contains("::error file=sub/bad.yaml,line=2,col=1,title=mistake in a scenario::"), "\(text)")
        #expect(text.contains("%0Adid you mean 'traffic'?"))
    }
}

extension StringProtocol {
    /// The first place of a text behind an offset.
    fileprivate func firstRange(of text: String, after offset: Int) -> Range<Index>? {
        dropFirst(offset).firstRange(of: text)
    }
}
