import Testing

extension RealProcesses {
    /// Every verb on links, seen in the record of a run against real nodes, clients and Redis.
    @Suite(.timeLimit(.minutes(10))) struct LinkFaultTests {
        private func run(
            _ faults: [String],
            redis: String = "",
            traffic: String = "{publishers: 4, rate: 400/s, count: 700}",
            expect: String = ""
        ) async throws -> FaultRun {
            try await FaultRun.of(
                """
                scenario: links
                seed: 5
                \(redis)
                clients: {count: 6}
                traffic: [\(traffic)]
                faults:
                \(faults.map { "  - {\($0)}" }.joined(separator: "\n"))
                \(expect)
                """
            )
        }

        private func expectWhole(_ outcome: FaultRun, _ faults: [String]) {
            #expect(outcome.faults.count == faults.count)
            for (window, fault) in zip(outcome.faults, faults) {
                #expect(window.failure == nil, "\(fault)")
                #expect(window.observedAt != nil, "\(fault)")
                if window.name != "link.heal" { #expect(window.healedAt != nil, "\(fault): \(window)") }
            }
        }

        /// What only keeps bytes back for a time loses none.
        @Test func whatHealsAliveLosesNothing() async throws {
            let faults = [
                "at: 50ms, do: link.latency, link: n1.sub, delay: 20ms, jitter: 10ms, for: 200ms",
                "at: 50ms, do: link.bandwidth, link: n2.pub, rate: 100KB/s, for: 200ms",
                "at: 100ms, do: link.latency, link: n1.clients, delay: 30ms, direction: to, for: 150ms",
                "at: 350ms, do: link.blackhole, link: n2.sub, for: 150ms",
                "at: 600ms, do: link.hold, link: n1.pub, what: command, nth: 3, for: 80ms",
                "at: 600ms, do: link.hold, link: n2.sub, what: reply, for: 80ms",
                "at: 600ms, do: link.hold, link: c3, what: reply, nth: 2, for: 80ms",
                "at: 800ms, do: node.stall-reads, node: n1, for: 100ms",
                "at: 950ms, do: node.stall-reads, node: n2, role: clients, for: 80ms",
                "at: 1100ms, do: link.partition, sides: [[n1, n2], [r1]], for: 100ms",
                "at: 1300ms, do: link.latency, link: nodes.redis, delay: 10ms",
                "at: 1400ms, do: link.heal, link: nodes.redis",
            ]
            let outcome = try await run(faults)
            #expect(outcome.code == 0, "\(outcome.run)")
            expectWhole(outcome, faults)
            // With the last word of each publisher.
            #expect(outcome.run.verdict?.deliveries.delivered == 6 * (700 + 4))
        }

        /// Nodes that record nothing: that n1 got it and gave it to nobody is known from the link between Redis and n1 alone.
        @Test func linksTellWhereAMessageWentThatNodesDoNotRecord() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: taps
                seed: 5
                nodes: {count: 2, hops: false, defects: [{do: drop, node: n1, nth: 20}]}
                clients: {count: 6}
                traffic: [{publishers: 1, rate: 400/s, count: 80}]
                faults: [{at: 10ms, do: link.latency, link: n1.sub, delay: 1ms, for: 100ms}]
                """
            )
            let causes = outcome.run.verdict?.causes ?? []
            #expect(outcome.code == 1)
            #expect(causes.map(\.place) == ["n1"], "\(causes)")
            #expect(causes.map(\.evidence) == ["witness"])
        }

        @Test func whatEndsConnectionsIsSeenAndTheyComeBack() async throws {
            let faults = [
                "at: 50ms, do: link.reset, link: n1.sub",
                "at: 50ms, do: link.reset, link: n2.pub, manner: close",
                "at: 400ms, do: link.cut-mid-frame, link: n2.sub, nth: 2, bytes: 10B",
                "at: 400ms, do: link.cut-mid-frame, link: n1.pub, direction: to, manner: close",
                "at: 700ms, do: link.refuse, link: n1.redis, to: r1, for: 150ms",
                "at: 750ms, do: link.reset, link: n1.redis",
                "at: 1000ms, do: link.accept-hang, link: n2.sub, for: 900ms",
                "at: 1050ms, do: link.reset, link: n2.sub, to: master",
                "at: 2000ms, do: link.blackhole, link: nodes.pub, for: 100ms, heal: reset",
            ]
            let outcome = try await run(
                faults,
                traffic: "{publishers: 4, rate: 400/s, count: 1000}",
                expect: "expect: {delivery: at-most-once, order: none}"
            )
            #expect(outcome.code == 0 || outcome.run.verdict?.outcome == "violated", "\(outcome.run)")
            expectWhole(outcome, faults)
        }

        @Test func whatConcernsNewConnectionsOnlyNeedsOne() async throws {
            let outcome = try await run(["at: 100ms, do: link.accept-hang, link: n1.redis, for: 200ms"])
            #expect(outcome.code == 2, "\(outcome.run)")
            #expect(outcome.faults.first?.failure?.contains("a new connection over n1.redis was not seen") == true)
        }

        @Test func connectionsOfClientsBreakAndTheyComeBack() async throws {
            let faults = [
                "at: 100ms, do: link.reset, link: c3", "at: 200ms, do: link.cut-mid-frame, link: c1, bytes: 20B",
                "at: 400ms, do: link.reset, link: n2.clients, manner: close",
                "at: 700ms, do: link.blackhole, link: clients, for: 100ms, heal: reset",
            ]
            let outcome = try await run(faults, expect: "expect: {delivery: at-most-once, order: none}")
            #expect(outcome.code == 0 || outcome.run.verdict?.outcome == "violated", "\(outcome.run)")
            expectWhole(outcome, faults)
            let dropped = try outcome.client("c3")
            #expect(dropped.disconnects > 0)
            #expect(!outcome.clients.contains { !$0.alive })
        }

        @Test func idleConnectionsAreGivenUp() async throws {
            let faults = [
                "at: 50ms, do: link.idle-cull, link: c6, idle: 50ms, manner: reset, for: 400ms",
                "at: 600ms, do: link.idle-cull, link: n1.sub, idle: 60ms, for: 300ms",
            ]
            let outcome = try await run(
                faults,
                traffic: "{rate: 5/s, count: 6}",
                expect: "expect: {delivery: at-most-once, order: none}"
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            expectWhole(outcome, faults)
        }

        @Test func linksOfReplicasAndSentinelsBreakAndHeal() async throws {
            let faults = [
                "at: 50ms, do: link.blackhole, link: r2.replication, for: 150ms",
                "at: 50ms, do: link.latency, link: s1.monitor, delay: 20ms, for: 150ms",
                "at: 300ms, do: link.reset, link: s1.gossip",
                "at: 300ms, do: link.reset, link: r2.replication, to: master",
                "at: 600ms, do: link.partition, sides: [[s1], [s2, s3]], for: 150ms",
                "at: 900ms, do: link.reset, link: nodes.pub, to: master",
            ]
            let outcome = try await run(
                faults,
                redis: "redis: {mode: sentinel, replicas: 1, sentinels: 3}",
                expect: "expect: {delivery: at-most-once, order: none}"
            )
            #expect(outcome.code == 0 || outcome.run.verdict?.outcome == "violated", "\(outcome.run)")
            expectWhole(outcome, faults)
        }

        /// The fault happens while the very command that it waits for is held.
        @Test func aHookHoldsWhatPassesUntilItsFaultTookEffect() async throws {
            let faults = [
                "hook: {link: n1.pub, what: command, nth: 40}, do: link.reset, link: n1.sub",
                "hook: {link: n2.sub, what: reply, nth: 60}, do: node.kill, node: n2, down: 100ms",
                "hook: {link: n2.sub, what: connect}, do: link.latency, link: n1.pub, delay: 10ms, for: 50ms",
            ]
            let outcome = try await run(faults, expect: "expect: {delivery: at-most-once, order: none}")
            #expect(outcome.code == 0 || outcome.run.verdict?.outcome == "violated", "\(outcome.run)")
            expectWhole(outcome, faults)
        }

        @Test func whatNeverComesMakesTheRunInconclusive() async throws {
            let outcome = try await run(
                [
                    "at: 50ms, do: link.hold, link: n1.pub, nth: 900000, for: 50ms",
                    "at: 50ms, do: link.idle-cull, link: n2.pub, idle: 1m",
                ],
                traffic: "{rate: 200/s, count: 60}"
            )
            #expect(outcome.code == 2, "\(outcome.run)")
            #expect(outcome.faults.first?.failure?.contains("did not come") == true)
            #expect(outcome.faults.last?.failure?.contains("was idle") == true)
        }
    }
}
