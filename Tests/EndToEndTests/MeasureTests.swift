import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// Bounds of `expect` and what is read from outside, with real processes.
    @Suite(.timeLimit(.minutes(5))) struct MeasureTests {
        private struct Stored: Decodable {
            struct Bound: Decodable {
                var name: String
                var measured: Double?
                var holds: Bool?
                var subject: String?
            }
            struct Node: Decodable {
                var node: String
                var deaf: Bool?
                var island: Int?
            }
            struct Guard: Decodable {
                var kind: String
            }
            struct Resource: Decodable {
                var resource: String
                var owner: String
                var before: Int
                var after: Int
            }
            var raw: String
            var reasons: [String]
            var bounds: [Bound]
            var nodes: [Node]
            var guards: [Guard]
            var resources: [Resource]
        }

        private func run(_ arguments: String...) async throws -> (code: Int?, stored: Stored) {
            let scratch = try ScratchDirectory(prefix: "rollcall-measure")
            defer { scratch.remove() }
            try scratch.write(Self.bounded, to: "bounded.yaml")
            try scratch.write(Self.left, to: "left.yaml")
            let result = try await BuiltProduct.run(
                ["run", "--json", "--out", scratch.path + "/runs"]
                    + arguments.map { ["bounded", "left"].contains($0) ? "\(scratch.path)/\($0).yaml" : $0 },
                workingDirectory: Repository.root
            )
            let run = try #require(try RunResult(result.output).runs.first, "\(result.errors)")
            let bytes = try Data(contentsOf: URL(filePath: run.folder + "/verdict.json"))
            return (result.code, try JSONDecoder().decode(Stored.self, from: bytes))
        }

        /// Three nodes, of which one has no publisher and one is restarted.
        private static let bounded = """
            scenario: bounded
            nodes: {count: 3}
            clients: {count: 6, reconnect: fresh, placement: sticky}
            traffic: [{publishers: 2, count: 300, rate: 200/s, retry: until-acknowledged}]
            faults:
              - {at: 300ms, do: node.restart, node: n3, down: 100ms}
            expect:
              delivery: gap-signalled
              recover-within: 20s
              latency: {p99: 10s, outside: faults}
              gap: 20s
              connects-per-second: 100
              reconnects: {total: 50, per-client: 20}
              availability: 50%
              leaks: none
              deaf-nodes: 0
            """

        @Test func everyBoundThatIsKeptIsMeasured() async throws {
            let (code, stored) = try await run("bounded")
            #expect(code == 0, "\(stored)")
            let names = [
                "recover-within", "latency.p99", "gap", "connects-per-second", "availability", "reconnects.total",
                "reconnects.per-client", "deaf-nodes", "leaks.redis-clients", "leaks.channels", "leaks.keys",
                "leaks.sockets",
            ]
            #expect(stored.bounds.map(\.name) == names)
            #expect(stored.bounds.allSatisfy { $0.holds == true && $0.measured != nil }, "\(stored.bounds)")
            #expect(stored.nodes.map(\.deaf) == [false, false, false])
            #expect(stored.nodes.map(\.island) == [1, 1, 1])
            // Two connections of each node: commands and subscription.
            let clients = stored.resources.filter { $0.resource == "redis-clients" }
            #expect(clients.map(\.owner) == ["n1", "n2", "n3"])
            #expect(clients.allSatisfy { $0.before == 2 && $0.after == 2 }, "\(clients)")
            let channels = try #require(stored.resources.first { $0.resource == "channels" })
            #expect((channels.before, channels.after) == (1, 1))
            #expect(stored.resources.filter { $0.resource == "memory" }.map(\.owner) == ["n1", "n2", "n3"])
        }

        /// All clients leave n3 when it goes, and none comes to n4, which is added late; many client processes, and a balancer.
        private static let left = """
            scenario: left
            nodes: {count: 3, balancer: rollcall}
            clients: {count: 10, per-process: 1}
            traffic: [{publishers: 2, count: 200, rate: 200/s, retry: until-acknowledged}]
            faults:
              - {at: 300ms, do: node.restart, node: n3, down: 100ms}
              - {at: 600ms, do: node.add}
            expect: {delivery: at-most-once, order: none, leaks: none}
            """

        @Test func everyNodeIsJudgedWhereverClientsAre() async throws {
            let (_, stored) = try await run("left")
            #expect(stored.nodes.map(\.deaf) == [false, false, false, false])
            #expect(stored.nodes.map(\.island) == [1, 1, 1, 1])
            // Also with a node that came late, leaks are measured.
            #expect(stored.bounds.map(\.holds) == [true, true, true, true], "\(stored.bounds)")
            #expect(stored.resources.contains { $0.resource == "redis-clients" && $0.owner == "n4" && $0.after == 2 })
            #expect(stored.guards.map(\.kind).filter { $0 != "node-unused" }.isEmpty, "\(stored)")
        }

        @Test(arguments: [
            ("latency-bound", "latency.p99: "), ("leak", "leaks.sockets: 1 (n1)"), ("deaf-node", "deaf-nodes: 1 (n2)"),
        ])
        func aCanaryOfAMeasureIsFound(name: String, reason: String) async throws {
            let (code, stored) = try await run("scenarios/canaries/\(name).yaml", "--strict", "--backplane", "signalr")
            #expect(code == 1, "\(stored)")
            #expect(stored.raw == "violated")
            #expect(stored.reasons.count == 1 && stored.reasons[0].hasPrefix(reason), "\(stored.reasons)")
            let reproduced = try await run("scenarios/canaries/\(name).yaml", "--backplane", "signalr")
            #expect(reproduced.code == 0, "\(reproduced.stored)")
        }
    }
}
