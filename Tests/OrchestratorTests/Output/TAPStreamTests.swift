import Core
import Testing

@testable import Orchestrator

/// TAP version 13, as testanything.org has it.
@Suite struct TAPStreamTests {
    private let stream = TAPStream(count: 2)

    @Test func beginsWithVersionAndPlan() {
        #expect(stream.header == "TAP version 13\n1..2\n")
    }

    @Test func aRunThatHeldIsOK() {
        let text = stream.point(Reports.report(verdict: Reports.whole), number: 1)
        let lines = text.split(separator: "\n")
        #expect(lines.first == "ok 1 - smoke on signalr")
        #expect(lines[1] == "  ---")
        #expect(lines.last == "  ...")
        #expect(lines.contains("  outcome: \"held\""))
        #expect(lines.contains("  seed: 7"))
        #expect(!text.contains("causes"))
    }

    @Test(arguments: RunOutcome.allCases)
    func onlyWhatIsAsItShouldBeIsOK(outcome: RunOutcome) {
        let text = stream.point(Reports.report(outcome, failure: outcome.isGood ? nil : "x"), number: 2)
        #expect(text.hasPrefix("not ok 2 - ") == !outcome.isGood)
        #expect(text.contains("outcome: \"\(outcome.rawValue)\"") || outcome == .reproduced)
        #expect(!text.uppercased().contains("# SKIP") && !text.uppercased().contains("# TO" + "DO"))
    }

    @Test func aViolationHasItsCausesAndPlace() {
        let text = stream.point(Reports.violated(), number: 1)
        #expect(text.contains("\n  message: \"1 lost, first: message p1/2 (to all) at c2"))
        #expect(text.contains("\n  severity: \"fail\"\n"))
        #expect(text.contains("\n  at:\n    file: \"scenarios/smoke.yaml\"\n    line: 1\n    column: 1\n"))
        #expect(text.contains("\n  causes:\n    - \"1 lost"))
        #expect(text.contains("\n  exit_code: 1\n"))
    }

    /// Every line belongs to the protocol or to a block, whatever a run has to say.
    @Test func nastyTextStaysInItsLine() {
        let report = Reports.report(
            .crashed,
            failure: Reports.nasty + "\nnot ok 9\nBail out!",
            reasons: [Reports.nasty]
        )
        let lines = stream.point(report, number: 1).split(separator: "\n", omittingEmptySubsequences: false)
        #expect(lines.first == "not ok 1 - smoke on signalr")
        #expect(lines.last == "")
        for line in lines.dropFirst().dropLast() {
            #expect(line.hasPrefix("  "))
            #expect(!line.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x2028 || $0.value == 0xFFFE })
        }
        var hashed = Reports.report()
        hashed.scenario = "a # SKIP \\ b"
        #expect(stream.point(hashed, number: 1).hasPrefix("ok 1 - a \\# SKIP \\\\ b on signalr\n"))
    }

    @Test func bailsOutWhenItWasInterrupted() {
        #expect(stream.footer(Reports.batch(Reports.report())) == "")
        let batch = Reports.batch(Reports.report(), notRun: [Reports.notRun("b")], wasInterrupted: true)
        #expect(stream.footer(batch) == "Bail out! interrupted, 1 of 2 not run\n")
    }
}
