import Core
import FoundationEssentials
import Orchestrator
import Runtime
import TestSupport
import Testing

extension RealProcesses {
    /// What Redis carried is in the record of a run, whatever happens to connections and servers.
    @Suite(.timeLimit(.minutes(5))) struct WitnessTests {
        private struct Heard {
            var messages: Set<String> = []
            var listening: [UInt64] = []
            var deaf: [UInt64] = []
        }

        private func run(_ scenario: String) async throws -> (code: Int?, run: StoredRun, trial: Trial) {
            let trial = try Trial(scenario: scenario)
            let result = try await trial.run()
            #expect(try await trial.leftovers() == [])
            let folder = try #require(trial.folder, "\(result.errors)")
            return (result.code, try StoredRun(at: folder), trial)
        }

        private func heard(_ server: String, in run: StoredRun) -> Heard {
            var heard = Heard()
            let file = HistoryFile(name: "histories/witness-\(server).history", in: run.path)
            let condition = file.forEach { record in
                switch record.kind {
                case .carried: heard.messages.insert("p\(record.publisher)/\(record.sequence)")
                case .witnessListening: heard.listening.append(record.time)
                case .witnessDeaf: heard.deaf.append(record.time)
                default: break
                }
            }
            #expect(condition.ending == .closed, "\(condition.ending)")
            return heard
        }

        /// Messages that were acknowledged, sentinels included.
        private func acknowledged(in run: StoredRun) -> Set<String> {
            var found: Set<String> = []
            for source in run.sources {
                _ = source.forEach { record in
                    guard record.kind == .publishEnded, record.flags == Outcome.ok.rawValue else { return }
                    found.insert("p\(record.publisher)/\(record.sequence)")
                }
            }
            return found
        }

        @Test(arguments: ["signalr", "pubsub", "stream"])
        func everyServerHasAWitnessThatOutlivesFaults(backplane: String) async throws {
            let (code, run, trial) = try await run(
                """
                scenario: witnessed
                redis: {mode: replica, replicas: 1}
                nodes: {count: 2, backplane: \(backplane)}
                clients: {count: 4, reconnect: resume}
                traffic:
                  - {publishers: 2, to: all, count: 500, rate: 200/s}
                faults:
                  - {at: 200ms, do: redis.kill-clients, target: servers}
                  - {at: 500ms, do: redis.restart, target: r2, down: 100ms}
                expect: {delivery: at-most-once, order: none}
                """
            )
            defer { trial.scratch.remove() }
            #expect(code == 0)
            let published = acknowledged(in: run)
            let (master, replica) = (heard("r1", in: run), heard("r2", in: run))
            // Its connection was left alone, and it has everything.
            #expect(master.listening.count == 1 && master.deaf.count == 1)
            #expect(published.isSubset(of: master.messages), "\(published.subtracting(master.messages))")
            // A log cannot be read while a replica takes over a copy.
            let windows = backplane == "stream" ? replica.listening.count >= 2 : replica.listening.count == 2
            #expect(windows && replica.deaf.count == replica.listening.count)
            #expect(!replica.messages.isEmpty && replica.messages.isSubset(of: master.messages))
            let verdict = run.verdict()
            #expect(verdict.witnesses.map(\.name) == ["r1", "r2"])
            #expect(verdict.witnesses[0].deafNanoseconds == 0)
            #expect(verdict.witnesses[1].deafNanoseconds > 50_000_000)
            #expect(verdict.witnesses[0].messages >= published.count)
            #expect(verdict.witnesses.allSatisfy { $0.idsBack == 0 })
        }

        @Test func aCounterThatWentBackIsSeen() async throws {
            let (_, run, trial) = try await run(
                """
                scenario: counter
                redis: {mode: standalone}
                nodes: {count: 2, backplane: signalr}
                clients: {count: 2}
                traffic:
                  - {publishers: 1, to: all, count: 100, rate: 200/s}
                faults:
                  - {after: 40 published, do: redis.set-key, value: 5}
                expect: {delivery: at-most-once, order: none}
                """
            )
            defer { trial.scratch.remove() }
            #expect(run.verdict().witnesses.map(\.idsBack) == [1])
        }

        @Test func aRedisThatWasGivenIsHeardOnTheChannelsOfTheRunAlone() async throws {
            try await withRedisServer { server in
                let (code, run, trial) = try await run(
                    """
                    scenario: given
                    redis: {url: "redis://127.0.0.1:\(server.port)"}
                    nodes: {count: 2}
                    clients: {count: 2}
                    traffic:
                      - {publishers: 1, to: all, count: 10, rate: 400/s}
                    """
                )
                defer { trial.scratch.remove() }
                #expect(code == 0)
                #expect(acknowledged(in: run).isSubset(of: heard("r1", in: run).messages))
            }
        }
    }
}
