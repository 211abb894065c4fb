import Core
import FoundationEssentials
import Glibc
import TestSupport
import Testing

extension RealProcesses {
    /// SIGKILL for each kind of process, the orchestrator among them: what is left of the run is taken down.
    @Suite(.timeLimit(.minutes(10))) struct KillTests {
        private func expectNothingLeft(_ trial: Trial, within patience: Duration = .zero, _ when: String) async throws {
            let left = try await trial.leftovers(within: patience)
            #expect(left.isEmpty, "killed \(when), left behind: \(left)")
        }

        @Test(arguments: [
            ("n1.log", ExitCode.systemFailed, "n1 ended: SIGKILL"),
            ("clients-2.log", ExitCode.bug, "client process 2 ended: SIGKILL"),
            ("redis.log", ExitCode.systemFailed, "r1 ended: SIGKILL"),
        ])
        func aProcessDuringTraffic(log: String, code: ExitCode, words: String) async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            let result = try await trial.whileRunning { _ in
                try await trial.reach(.traffic)
                kill(try await trial.process(loggingTo: log), SIGKILL)
            }
            #expect(result.code == Int(code.rawValue), "\(result)")
            #expect(result.output.contains(words), "\(result)")
            #expect(trial.has("verdict.json") && trial.has("result.json") && trial.has("run.json"))
            try await expectNothingLeft(trial, log)
        }

        @Test func theGuardDuringTraffic() async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            let result = try await trial.whileRunning { _ in
                try await trial.reach(.traffic)
                let guards = trial.marked.ids(withArgument: "guard")
                #expect(guards.count == 1)
                for id in guards { kill(id, SIGKILL) }
            }
            #expect(result.code == 70, "\(result)")
            #expect(result.output.contains("the guard process ended by itself"), "\(result)")
            #expect(trial.has("result.json"))
            try await expectNothingLeft(trial, "guard")
        }

        @Test(arguments: [RunPhase.starting, .connecting, .traffic, .settling, .checking])
        func theOrchestratorAsAPhaseBegins(phase: RunPhase) async throws {
            for _ in 0..<3 {
                let trial = try Trial(scenario: Scenarios.short)
                defer { trial.scratch.remove() }
                let result = try await trial.whileRunning { orchestrator in
                    try await trial.reach(phase)
                    kill(orchestrator, SIGKILL)
                }
                // It may have been faster.
                #expect(result.code == nil || result.code == 0, "\(result)")
                try await expectNothingLeft(trial, within: Trial.goneWithin, "as \(phase) begins")
            }
        }

        /// Times are the point here: from before the first spawn to after the last process has ended, so that some fall
        /// between a spawn and its entry with the guard.
        @Test func theOrchestratorAtAnyMoment() async throws {
            let moments = Array(stride(from: 0, to: 80, by: 4)) + Array(stride(from: 80, to: 500, by: 20))
            var killed = 0
            for milliseconds in moments {
                let trial = try Trial(scenario: Scenarios.redis("{password: swordfish}"))
                defer { trial.scratch.remove() }
                let result = try await trial.whileRunning { orchestrator in
                    try await Task.sleep(for: .milliseconds(milliseconds))
                    kill(orchestrator, SIGKILL)
                }
                if result.code == nil { killed += 1 }
                try await expectNothingLeft(trial, within: Trial.goneWithin, "after \(milliseconds) ms")
            }
            #expect(killed > moments.count / 4, "most runs were over before they were killed")
        }

        /// As soon as one of its processes shows, which is before the guard may know it.
        @Test(arguments: ["redis.log", "clients-1.log", "n1.log", "n2.log"])
        func theOrchestratorAsAProcessShows(log: String) async throws {
            for _ in 0..<5 {
                let trial = try Trial(scenario: Scenarios.short)
                defer { trial.scratch.remove() }
                _ = try await trial.whileRunning { orchestrator in
                    _ = try await trial.process(loggingTo: log)
                    kill(orchestrator, SIGKILL)
                }
                try await expectNothingLeft(trial, within: Trial.goneWithin, "as somebody logs to \(log)")
            }
        }

        /// Its children cannot see that it is gone before it is.
        @Test func theOrchestratorTogetherWithTheGuard() async throws {
            let trial = try Trial(scenario: Scenarios.long)
            defer { trial.scratch.remove() }
            _ = try await trial.whileRunning { orchestrator in
                try await trial.reach(.traffic)
                for id in trial.marked.ids(withArgument: "guard") + [orchestrator] { kill(id, SIGKILL) }
            }
            try await expectNothingLeft(trial, within: Trial.goneWithin, "with its guard")
        }
    }
}
