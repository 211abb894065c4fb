import Core
import TestSupport
import Testing

@testable import Orchestrator

/// junit.xml, as CI systems read it.
@Suite struct JUnitDocumentTests {
    private func parse(_ batch: BatchReport) throws -> XMLTree {
        let tree = try XMLTree(JUnitDocument(batch).text)
        #expect(JUnitFormat.problems(of: tree) == [])
        return tree
    }

    @Test func aRunThatHeldIsAPassedTest() throws {
        let tree = try parse(Reports.batch(Reports.report(verdict: Reports.whole)))
        #expect(tree.attributes["tests"] == "1")
        #expect(tree.attributes["failures"] == "0")
        #expect(tree.attributes["errors"] == "0")
        let suite = try #require(tree.children.first)
        #expect(suite.attributes["name"] == "smoke on signalr")
        #expect(suite.attributes["timestamp"] == "2026-11-22T18:41:16")
        #expect(suite.attributes["time"] == "1.235" || suite.attributes["time"] == "1.234")
        #expect(suite.attributes["hostname"] == nil)
        let test = try #require(suite["testcase"].first)
        #expect(test.attributes["classname"] == "rollcall.smoke")
        #expect(test["failure"].isEmpty && test["error"].isEmpty && test["skipped"].isEmpty)
        #expect(test["system-out"].first?.text.hasPrefix("held: 3 of 3 messages acknowledged") == true)
        #expect(suite.properties["seed"] == "7")
        #expect(suite.properties["run-folder"] == "/runs/smoke/7")
        #expect(suite.properties["backplane"] == "signalr")
        #expect(suite.properties["exit-code"] == "0")
    }

    @Test func aViolationIsAFailureWithItsCauses() throws {
        let tree = try parse(Reports.batch(Reports.violated()))
        #expect(tree.attributes["failures"] == "1")
        let failure = try #require(tree.children.first?["testcase"].first?["failure"].first)
        #expect(failure.attributes["type"] == "violated")
        #expect(failure.attributes["message"]?.hasPrefix("1 lost, first: message p1/2") == true)
        #expect(failure.text.contains("run folder: /runs/smoke/7"))
        #expect(failure.text.contains("again: rollcall run scenarios/smoke.yaml --seed 7 --backplane signalr"))
        #expect(tree.children.first?.properties["place"] == "scenarios/smoke.yaml:1:1")
    }

    @Test(arguments: RunOutcome.allCases)
    func everyOutcomeIsPassedFailedOrAnErrorAndNeverSkipped(outcome: RunOutcome) throws {
        let failure = outcome.isGood || outcome == .violated ? nil : "it went wrong"
        let verdict = outcome == .reproduced || outcome == .violated ? Reports.losing : nil
        let tree = try parse(Reports.batch(Reports.report(outcome, verdict: verdict, failure: failure)))
        let test = try #require(tree.children.first?["testcase"].first)
        #expect(test["skipped"].isEmpty)
        #expect(test["failure"].count == (outcome == .violated ? 1 : 0))
        #expect(test["error"].count == (outcome.isGood || outcome == .violated ? 0 : 1))
        #expect(test["error"].first.map { $0.attributes["message"] == "it went wrong" } ?? true)
    }

    @Test func whatWasNotRunIsSkippedAndSaysSo() throws {
        let batch = Reports.batch(Reports.report(), notRun: [Reports.notRun("second")], wasInterrupted: true)
        let tree = try parse(batch)
        #expect(tree.attributes["tests"] == "2")
        let skipped = try #require(tree.children.last?["testcase"].first?["skipped"].first)
        #expect(skipped.attributes["message"] == "not run: interrupted before it")
        let waiting = try parse(Reports.batch(notRun: [Reports.notRun("second")]))
        #expect(waiting.children.first?["testcase"].first?["skipped"].first?.attributes["message"] == "not run yet")
    }

    @Test func repetitionsAreTestsOfTheirOwnWithTheSummaryOfAll() throws {
        let tree = try parse(
            Reports.batch(
                Reports.report(repetition: 1, verdict: Reports.whole),
                Reports.violated(repetition: 2),
                Reports.report(repetition: 3, verdict: Reports.whole)
            )
        )
        #expect(tree.children.map { $0.attributes["name"] }.last == "smoke on signalr, run 3")
        for suite in tree.children {
            #expect(suite.properties["runs"] == "3")
            #expect(suite.properties["runs-held"] == "2")
            #expect(suite.properties["flaky"] == "true")
            #expect(suite.properties["flake-rate"] == "0.333")
            #expect(suite.properties["cause-1"]?.hasPrefix("in 1 of 3 runs: 1 lost") == true)
        }
    }

    @Test func nastyTextComesBackWholeButForWhatXMLCannotHold() throws {
        let report = Reports.report(.crashed, failure: Reports.nasty, path: Reports.nasty)
        let tree = try parse(Reports.batch(report))
        let error = try #require(tree.children.first?["testcase"].first?["error"].first)
        let shown = Reports.nasty.unicodeScalars.map { scalar in
            switch scalar.value {
            case 0x1B, 0, 0x7F, 0x85, 0xFFFE, 0xFFFF: "\\u{\(String(scalar.value, radix: 16))}"
            default: String(scalar)
            }
        }
        .joined()
        #expect(error.text.unicodeScalars.elementsEqual(error.text.unicodeScalars))
        #expect(error.text.contains(shown), "\(error.text)")
        #expect(tree.children.first?.attributes["file"] == shown)
    }
}
