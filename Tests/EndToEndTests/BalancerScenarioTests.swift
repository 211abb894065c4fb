import Core
import FoundationEssentials
import TestSupport
import Testing

extension RealProcesses {
    /// Real clients behind our balancer and behind haproxy.
    @Suite(.timeLimit(.minutes(5))) struct BalancerScenarioTests {
        private static var hasHAProxy: Bool {
            ["/usr/sbin/haproxy", "/usr/local/sbin/haproxy", "/usr/bin/haproxy"]
                .contains(where: FileManager.default.isExecutableFile(atPath:))
        }

        private func run(
            _ balancer: String,
            faults: String = "[]",
            nodes: Int = 2,
            messages: Int = 160
        ) async throws -> NodeRun {
            try await NodeRun(
                """
                scenario: balanced
                seed: 5
                nodes: {count: \(nodes), balancer: \(balancer)}
                clients: {count: 8}
                traffic: [{publishers: 2, rate: 200/s, count: \(messages), retry: until-acknowledged}]
                faults: \(faults)
                expect: {delivery: at-most-once, order: none}
                """
            )
        }

        private func expectShared(_ run: NodeRun) {
            #expect(run.code == 0 || run.result.verdict?.count("duplicated") ?? 0 > 0, "\(run.result)")
            #expect(Set(run.connects.map(\.node)) == [1, 2], "\(run.connects)")
        }

        @Test(arguments: BalancerSpec.Policy.allCases)
        func oursCarriesRealClients(policy: BalancerSpec.Policy) async throws {
            let run = try await run("{policy: \(policy.rawValue)}")
            defer { run.remove() }
            expectShared(run)
        }

        @Test func oursPassesOverANodeThatIsAway() async throws {
            let run = try await run("rollcall", faults: "[{at: 200ms, do: node.restart, node: n2, down: 300ms}]")
            defer { run.remove() }
            expectShared(run)
            let fault = try #require(run.faults.first)
            #expect(fault.isWhole, "\(fault)")
        }

        @Test(
            .enabled(if: hasHAProxy, "haproxy is not installed; scripts/setup installs it"),
            arguments: [BalancerSpec.Policy.roundRobin, .sticky]
        )
        func haproxyCarriesRealClients(policy: BalancerSpec.Policy) async throws {
            let run = try await run("{kind: haproxy, policy: \(policy.rawValue)}")
            defer { run.remove() }
            expectShared(run)
            #expect(run.text(of: "haproxy.cfg").contains("server n2 127.0.0.1:"))
            #expect(run.text(of: "logs/haproxy.log").contains("/signalr/connect"))
        }

        @Test(.enabled(if: hasHAProxy, "haproxy is not installed; scripts/setup installs it"))
        func haproxyFindsNodesThatAreAddedAndLosesThoseThatGo() async throws {
            let run = try await run(
                "haproxy",
                faults: """
                    [{at: 100ms, do: node.add}, {after: 800 published, do: node.remove, node: n2}]
                    """,
                // haproxy has to find n3 well before n2 goes, also on a busy machine.
                messages: 1_000
            )
            defer { run.remove() }
            #expect(run.faults.allSatisfy { $0.failure == nil && $0.observedAt != nil }, "\(run.faults)")
            let removed = try #require(run.faults.last?.observedAt)
            #expect(!run.connects.contains { $0.node == 2 && $0.time > removed })
            #expect(run.connects.contains { $0.node == 3 })
        }
    }
}
