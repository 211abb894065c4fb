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
        private func live(_ ending: Ending, _ options: [String]) async throws -> (events: [NodeEvent], code: Int?) {
            let outcome = try await Subprocess.run(
                .path(.init(BuiltProduct.path)),
                arguments: Arguments(["node", "--port", "0"] + options),
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
                    let (events, code) = try await live(ending, ["--redis", "redis://127.0.0.1:\(redis.port)"])
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

        @Test func findsItsRedisThroughSentinels() async throws {
            try await withSentinels(SentinelOptions(sentinels: 2)) { redis in
                let sentinels = redis.sentinels.flatMap { ["--sentinel", "127.0.0.1:\($0.port)"] }
                let name = ["--master-name", SentinelDeployment.masterName]
                let (events, code) = try await live(.stopCommand, sentinels + name)
                #expect(events.contains(.ready))
                #expect(code == 0)
            }
        }

        @Test(arguments: [
            (["--master-name", "m"], "go with --sentinel"), (["--discovery", "ask"], "go with --sentinel"),
            (["--sentinel", "127.0.0.1:x"], "no number from 1 to 65535"),
            (["--sentinel", "user@host:1"], "HOST:PORT"),
        ])
        func aWrongWayToNameSentinelsIsBadUsage(_ options: [String], _ words: String) async throws {
            let result = try await BuiltProduct.run(["node"] + options)
            #expect(result.code == 64)
            #expect(result.errors.contains(words), "\(result.errors)")
        }

        @Test func anAddressThatIsNoneIsBadUsage() async throws {
            let result = try await BuiltProduct.run(["node", "--redis", "http://127.0.0.1"])
            #expect(result.code == 64)
            #expect(result.errors.contains("redis://"))
        }
    }
}
