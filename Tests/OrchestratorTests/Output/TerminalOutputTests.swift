import Core
import Testing

@testable import Orchestrator

/// Tables and colours.
@Suite struct TerminalOutputTests {
    private static let terminal = ["TERM": "xterm"]

    @Test(
        arguments: [
            // Environment besides TERM=xterm, whether it is a terminal, and what comes of it.
            ([:], true, true), ([:], false, false), (["TERM": "dumb"], true, false), (["TERM": ""], true, false),
            (["NO_COLOR": "1"], true, false), (["NO_COLOR": ""], true, true), (["CLICOLOR_FORCE": "1"], false, true),
            (["CLICOLOR_FORCE": "0"], false, false), (["CLICOLOR": "0"], true, false),
            (["CLICOLOR": "1"], false, false),
            (["NO_COLOR": "1", "CLICOLOR_FORCE": "1"], true, false),
            (["CLICOLOR_FORCE": "1", "TERM": "dumb"], true, true),
        ] as [([String: String], Bool, Bool)]
    )
    func coloursFollowTheEnvironment(environment: [String: String], isTerminal: Bool, isOn: Bool) {
        let all = Self.terminal.merging(environment) { $1 }
        #expect(ColorMode.auto.isOn(environment: all, isTerminal: isTerminal) == isOn)
        #expect(ColorMode.always.isOn(environment: all, isTerminal: isTerminal))
        #expect(!ColorMode.never.isOn(environment: all, isTerminal: isTerminal))
    }

    private static let batch = Reports.batch(
        Reports.report(scenario: "two-servers", verdict: Reports.whole),
        Reports.violated(scenario: "a-scenario-with-a-rather-long-name-that-goes-on"),
        Reports.report(.crashed, scenario: "node-crash", failure: "n2 ended")
    )

    @Test func theTableHasARowForEachRun() {
        let lines = VerdictTable(Self.batch).text(columns: nil).split(separator: "\n")
        #expect(lines.count == 4)
        #expect(lines[0].hasPrefix("scenario  "))
        #expect(
            lines[1].split(separator: " ").prefix(8) == ["two-servers", "signalr", "held", "8", "0", "0", "0", "0"]
        )
        #expect(lines[2].split(separator: " ").prefix(5).suffix(4) == ["signalr", "violated", "7", "1"])
        #expect(lines[3].split(separator: " ").prefix(4) == ["node-crash", "signalr", "crashed", "-"])
    }

    @Test(arguments: [120, 80, 60, 50])
    func fitsTheTerminal(columns: Int) {
        for table in [
            VerdictTable(Self.batch).text(columns: columns), SummaryTable(Self.batch.summary).text(columns: columns),
        ] {
            let lines = table.split(separator: "\n")
            #expect(lines.count == 4)
            for line in lines { #expect(line.count <= columns, "\(line)") }
            #expect(table.contains("violated"), "the verdict is never left out")
        }
    }

    @Test func coloursChangeNothingButColours() {
        let paint = Paint(isOn: true)
        for columns in [nil, 80, 50] {
            for (plain, painted) in [
                (
                    VerdictTable(Self.batch).text(columns: columns),
                    VerdictTable(Self.batch).text(columns: columns, paint: paint)
                ),
                (
                    SummaryTable(Self.batch.summary).text(columns: columns),
                    SummaryTable(Self.batch.summary).text(columns: columns, paint: paint)
                ),
            ] {
                #expect(!plain.contains("\u{1B}"))
                #expect(painted.contains("\u{1B}[1;31mviolated\u{1B}[0m"))
                #expect(painted.replacing(#/\u{1B}\[[0-9;]*m/#, with: "") == plain)
            }
        }
    }

    @Test func theSummaryCountsRunsPerScenario() {
        let batch = Reports.batch(
            Reports.report(repetition: 1, verdict: Reports.whole),
            Reports.violated(repetition: 2, seed: 8),
            Reports.report(repetition: 3, verdict: Reports.whole)
        )
        let table = SummaryTable(batch.summary)
        let lines = table.text(columns: nil).split(separator: "\n")
        #expect(lines.count == 2)
        #expect(
            lines[1].split(separator: " ") == [
                "smoke", "signalr", "flaky", "3", "2", "1", "0", "0", "33.3", "%",
            ]
        )
        #expect(table.causes().hasPrefix("smoke on signalr\n  in 1 of 3 runs: 1 lost, first: message p1/2"))
        #expect(table.causes().hasSuffix("    for example seed 8, /runs/smoke/8"))
    }

    @Test func severalScenariosShareACause() {
        let one = Reports.batch(Reports.violated(scenario: "one"))
        #expect(SummaryTable(one.summary).causes() == "", "it stands with the run")
        let both = Reports.batch(Reports.violated(scenario: "one"), Reports.violated(scenario: "two"))
        let lines = SummaryTable(both.summary).causes(shown: { "~" + $0 }).split(separator: "\n")
        #expect(lines.first?.hasPrefix("  in 2 of 2 runs: 1 lost") == true)
        #expect(lines.dropFirst() == ["    one on signalr, two on signalr", "    for example seed 7, ~/runs/one/7"])
    }

    @Test func theSummarySaysHowOftenADefectShowed() {
        func run(_ outcome: RunOutcome, _ number: Int) -> RunReport {
            var report = Reports.report(outcome, repetition: number, verdict: Reports.losing)
            report.reproduces = [ReproducedViolation(violation: .lost)]
            report.knownAs = "SignalR#3091"
            return report
        }
        let table = SummaryTable(Reports.batch(run(.reproduced, 1), run(.reproduced, 2), run(.inconclusive, 3)).summary)
        #expect(
            table.causes().hasPrefix("smoke on signalr\n  the known defect (SignalR#3091) showed in 2 of 3 runs\n")
        )
    }

    @Test func theCommandThatRepeatsARunCanBePasted() {
        var report = Reports.report(variant: "larger")
        #expect(
            report.again == "rollcall run scenarios/smoke.yaml --seed 7 --backplane signalr --variant larger"
        )
        report.path = "my scenarios/it's.yaml"
        report.strict = true
        #expect(report.again.hasPrefix("rollcall run 'my scenarios/it'\\''s.yaml' --seed 7"))
        #expect(report.again.hasSuffix("--strict"))
    }
}
