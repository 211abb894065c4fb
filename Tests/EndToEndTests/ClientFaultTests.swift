import TestSupport
import Testing

extension RealProcesses {
    /// Every verb on clients and on traffic, seen in the record of a run.
    @Suite(.timeLimit(.minutes(10))) struct ClientFaultTests {
        /// What heals is seen to heal; what has nothing to heal is seen.
        private static let verbs: [[(fault: String, heals: Bool)]] = [
            [
                ("at: 50ms, do: client.open, clients: all, node: n2", false),
                ("at: 100ms, do: client.drop, clients: [c3, c4], manner: silence, away: 50ms, return: next", true),
                ("at: 300ms, do: client.drop, clients: all, spread: 200ms, return: random", true),
                ("at: 650ms, do: client.freeze, clients: [c5], for: 150ms", true),
                ("at: 700ms, do: client.close, clients: [c4]", false),
            ],
            [
                ("at: 50ms, do: client.open, count: 1", false),
                ("at: 100ms, do: client.join, clients: [c4], group: red, for: 100ms", true),
                ("at: 100ms, do: client.leave, clients: [c1], group: red, for: 100ms", true),
                ("at: 300ms, do: client.churn, clients: [c1, c4], group: red, period: 50ms, for: 200ms", true),
                ("at: 300ms, do: client.churn, clients: [c5], period: 80ms, for: 200ms", true),
                ("at: 600ms, do: client.close, clients: [c2], for: 100ms", true),
            ],
            [
                ("at: 50ms, do: client.open, share: 100%", false),
                ("at: 100ms, do: traffic.burst, count: 100, size: 1KB, to: group:red", false),
                ("at: 200ms, do: traffic.pause, publisher: p1, for: 100ms", true),
                ("at: 400ms, do: traffic.set, rate: 500/s, size: 400B, for: 100ms", true),
            ],
        ]

        @Test(arguments: verbs.indices)
        func takesEffectAndHeals(verbs index: Int) async throws {
            let verbs = Self.verbs[index]
            let faults = verbs.map { "  - {\($0.fault)}" }.joined(separator: "\n")
            let outcome = try await FaultRun.of(
                """
                scenario: fault
                seed: 3
                clients: {count: 6, groups: {red: 2}, late: 1}
                traffic:
                  - {publishers: 2, rate: 200/s, count: 180}
                  - {to: group:red, rate: 100/s, count: 80}
                faults:
                \(faults)
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.faults.count == verbs.count)
            for (window, verb) in zip(outcome.faults, verbs) {
                #expect(window.failure == nil, "\(verb.fault)")
                #expect(window.observedAt != nil, "\(verb.fault)")
                #expect((window.healedAt != nil) == verb.heals, "\(verb.fault): \(window)")
            }
            #expect(outcome.run.verdict?.deliveries.delivered ?? 0 > 500)
        }

        @Test func whatIsLeftOpenIsUndoneByItsVerb() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: undone
                clients: {count: 4}
                traffic: [{publishers: 2, rate: 200/s, count: 120}]
                faults:
                  - {at: 50ms, do: client.freeze, clients: [c4]}
                  - {at: 100ms, do: traffic.pause, publisher: p2}
                  - {at: 250ms, do: client.thaw, clients: [c4]}
                  - {at: 300ms, do: traffic.resume, publisher: p2}
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.faults.allSatisfy { $0.failure == nil && $0.observedAt != nil }, "\(outcome.faults)")
            #expect(outcome.faults.prefix(2).allSatisfy { $0.healedAt != nil })
        }

        @Test func aFaultThatFindsNothingToDoIsNoFault() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: nothing
                clients: {count: 4, groups: {red: 2}}
                traffic: [{rate: 200/s, count: 60}]
                faults: [{at: 100ms, do: client.join, clients: [c1, c2], group: red}]
                """
            )
            #expect(outcome.code == 2)
            #expect(outcome.faults.first?.failure?.contains("met nobody") == true)
        }

        @Test func aClosedClientIsOwedNothingAndALateOneWhatCameAfterIt() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: presence
                clients: {count: 4, late: 1}
                traffic: [{rate: 400/s, count: 200}]
                faults:
                  - {after: 80 published, do: client.close, clients: [c3]}
                  - {after: 120 published, do: client.open, clients: [c4], node: n1}
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            let (closed, late) = (try outcome.client("c3"), try outcome.client("c4"))
            #expect(closed.delivered < 200 && !closed.alive && closed.lives == 1)
            #expect(late.delivered < 100 && late.alive && late.lives == 1 && late.node == "n1")
        }

        @Test func aStormOfHundredsOfClientsIsSurvived() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: storm
                clients: {count: 300}
                traffic: [{rate: 100/s, count: 80}]
                faults: [{after: 20 published, do: client.drop, share: 100%}]
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.clients.allSatisfy { $0.disconnects >= 2 && $0.alive })
        }

        @Test func triggersCountForOneOfMany() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: subjects
                clients: {count: 4, groups: {red: 2}}
                traffic: [{publishers: 2, rate: 300/s, count: 200}]
                faults:
                  - {after: 40 delivered to c3, do: client.drop, clients: [c3], away: 50ms}
                  - {when: c3 reconnecting, do: client.drop, clients: [c4]}
                  - {after: 60 published by p2, do: client.join, clients: [c3], group: red}
                  - {after: 3 joined to group:red, do: client.drop, clients: [c2]}
                  - {after: 2 connected to n2, do: client.drop, clients: [c1]}
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.faults.allSatisfy { $0.failure == nil && $0.observedAt != nil }, "\(outcome.faults)")
            #expect(outcome.faults.count == 5)
        }

        @Test func clientsChooseTheNodesThatAreWell() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: health
                nodes: {count: 3}
                clients: {count: 9, placement: health-aware, reconnect: fresh}
                traffic: [{rate: 200/s, count: 200}]
                faults:
                  - {at: 100ms, do: node.kill, node: n2, down: 400ms}
                  - {at: 250ms, do: client.drop, clients: all}
                expect: {delivery: at-most-once, order: none}
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.clients.allSatisfy { $0.node != "n2" && $0.alive }, "\(outcome.clients)")
        }

        @Test func clientsChooseTheNodesWithTheFewest() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: least
                nodes: {count: 2}
                clients: {count: 8, placement: least-connections}
                traffic: [{rate: 200/s, count: 100}]
                faults: [{at: 100ms, do: client.drop, clients: [c1, c3, c5, c7], away: 50ms}]
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(outcome.clients.count { $0.node == "n1" } == 4)
        }

        /// A client that never returns carries a publisher: its last message goes over another connection.
        @Test func aPublisherWhoseClientIsGoneStillHasItsSentinel() async throws {
            let outcome = try await FaultRun.of(
                """
                scenario: gone
                clients: {count: 4, reconnect: never}
                traffic: [{publishers: 2, rate: 200/s, count: 100}]
                faults: [{after: 40 published, do: client.drop, clients: [c1]}]
                """
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            #expect(try outcome.client("c1").alive == false)
        }

        /// Redis cuts a subscriber for which 32 MiB wait (its default limit for pub/sub); without the limit it does not.
        @Test(arguments: [("pubsub", false), ("pubsub", true), ("signalr", false), ("signalr", true)])
        func aMessageOf33MegabytesNeedsAnOutputBufferWithoutLimit(backplane: String, isUnlimited: Bool) async throws {
            let limit = isUnlimited ? "redis: {config: {client-output-buffer-limit: pubsub 0 0 0}}" : ""
            let outcome = try await FaultRun.of(
                """
                scenario: large
                \(limit)
                nodes: {inbound-limit: 40MB}
                clients: {count: 2}
                traffic: [{count: 1, size: 33MB}, {rate: 40/s, count: 40}]
                expect: {order: none, reproduces: [\(isUnlimited ? "" : "lost")]}
                """,
                "--backplane",
                backplane
            )
            #expect(outcome.code == 0, "\(outcome.run)")
            // What was published before the nodes were subscribed again is lost with it.
            let lost = outcome.run.verdict?.count("lost") ?? 0
            #expect(isUnlimited ? lost == 0 : lost >= 2, "\(outcome.run)")
        }
    }
}
