import Core
import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension RealProcesses {
    /// Ctrl-C, SIGTERM and SIGHUP in every phase: 130, reports written, nothing left.
    @Suite(.timeLimit(.minutes(10))) struct InterruptTests {
        static let signals = [SIGINT, SIGTERM, SIGHUP]

        /// Sends the signal in the phase, and looks whether it was still that phase.
        private func interrupt(
            _ trial: Trial,
            _ signal: Int32,
            in phase: RunPhase,
            before prepare: @escaping @Sendable () async throws -> Void = {}
        ) async throws {
            let result = try await trial.whileRunning { orchestrator in
                try await prepare()
                try await trial.reach(phase)
                kill(orchestrator, signal)
            }
            let left = try await trial.leftovers()
            #expect(left.isEmpty, "left behind: \(left)")
            #expect(result.code == 130, "\(result)")
            #expect(trial.phase == phase, "the signal came too late to show anything")
            #expect(trial.has("result.json"))
            #expect(trial.has("verdict.json") == (phase.rawValue >= RunPhase.traffic.rawValue))
            let report = try RunResult(result.output)
            #expect(report.wasInterrupted)
            #expect(report.runs.first?.failure == "interrupted")
        }

        /// With a redis-server that never answers, so that it stays in this phase.
        @Test(arguments: signals)
        func whileStarting(signal: Int32) async throws {
            let trial = try Trial(scenario: Scenarios.short)
                .setPath(links: ["sh", "setpriv", "sleep"], scripts: ["redis-server": "#!/bin/sh\nexec sleep 100\n"])
            defer { trial.scratch.remove() }
            try await interrupt(trial, signal, in: .starting)
        }

        /// With so many clients that it takes a while.
        @Test(arguments: signals)
        func whileConnecting(signal: Int32) async throws {
            let trial = try Trial(scenario: "clients: {count: 600, per-process: 300}\n" + Scenarios.short)
            defer { trial.scratch.remove() }
            try await interrupt(trial, signal, in: .connecting)
        }

        @Test(arguments: signals)
        func duringTraffic(signal: Int32) async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            try await interrupt(trial, signal, in: .traffic)
        }

        /// A node that was frozen behind the harness's back delivers nothing, not the final message either.
        @Test(arguments: signals)
        func whileSettling(signal: Int32) async throws {
            let text = """
                scenario: unsettled
                traffic: [{publishers: 1, count: 300, rate: 300/s}]

                """
            let trial = try Trial(scenario: text)
            defer { trial.scratch.remove() }
            try await interrupt(trial, signal, in: .settling) {
                try await trial.reach(.traffic)
                kill(try await trial.process(loggingTo: "n2.log"), SIGSTOP)
            }
        }

        /// A user who is impatient does not lose the report.
        @Test func manyTimesInARow() async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            let result = try await trial.whileRunning { orchestrator in
                try await trial.reach(.traffic)
                for _ in 0..<20 { for signal in Self.signals { kill(orchestrator, signal) } }
            }
            #expect(result.code == 130, "\(result)")
            #expect(trial.has("result.json"))
            #expect(try await trial.leftovers().isEmpty)
        }

        /// The rest of the batch is not begun.
        @Test func endsTheBatch() async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            try trial.scratch.write(Scenarios.short, to: "second.yaml")
            let result = try await BuiltProduct.whileRunning(
                ["run", "--json", "--out", trial.out, trial.scenario, trial.scratch.path + "/second.yaml"],
                environment: trial.marked.environment,
                outputIn: trial.scratch
            ) { orchestrator in
                try await trial.reach(.traffic)
                kill(orchestrator, SIGINT)
            }
            #expect(result.code == 130, "\(result)")
            #expect(try RunResult(result.output).runs.map(\.scenario) == ["long"])
            #expect(try await trial.leftovers().isEmpty)
        }
    }
}
