import Core
import FoundationEssentials
import Subprocess
import SystemPackage
import TestSupport
import Testing

extension RealProcesses {
    /// `rollcall node` as a person starts it.
    @Suite(.timeLimit(.minutes(2))) struct NodeProgramTests {
        private enum Ending: CaseIterable {
            case closedStdin, terminate, interrupt, stopCommand
        }

        /// Starts a node, waits until it is ready, ends it, and returns what it said and how it ended.
        private func live(_ ending: Ending, redis: RedisAddress) async throws -> (events: [NodeEvent], code: Int?) {
            let outcome = try await Subprocess.run(
                .path(.init(BuiltProduct.path)),
                arguments: ["node", "--port", "0", "--redis", "redis://127.0.0.1:\(redis.port)"],
                input: .inputWriter,
                output: .sequence,
                error: .discarded
            ) { execution in
                var events: [NodeEvent] = []
                for try await line in execution.standardOutput.strings() {
                    events.append(try JSONDecoder().decode(NodeEvent.self, from: Data(line.utf8)))
                    guard events.last == .ready else { continue }
                    switch ending {
                    case .closedStdin: try await execution.standardInputWriter.finish()
                    case .terminate: try execution.send(signal: .terminate)
                    case .interrupt: try execution.send(signal: .interrupt)
                    case .stopCommand: _ = try await execution.standardInputWriter.write("{\"command\":\"stop\"}\n")
                    }
                }
                return events
            }
            guard case .exited(let code) = outcome.terminationStatus else { return (outcome.closureResult, nil) }
            return (outcome.closureResult, Int(code))
        }

        @Test func saysItsPortAndEndsCleanlyHoweverItIsAsked() async throws {
            try await withRedisServer(.init()) { redis in
                for ending in Ending.allCases {
                    let (events, code) = try await live(ending, redis: redis.address)
                    guard case .listening(let port)? = events.first else {
                        Issue.record("\(ending): the first line does not tell the port: \(events)")
                        continue
                    }
                    #expect(port > 0)
                    #expect(events.contains(.ready))
                    #expect(code == 0, "\(ending)")
                }
            }
        }

        @Test func anAddressThatIsNoneIsBadUsage() async throws {
            let result = try await BuiltProduct.run(["node", "--redis", "http://127.0.0.1"])
            #expect(result.code == 64)
            #expect(result.errors.contains("redis://"))
        }
    }
}
