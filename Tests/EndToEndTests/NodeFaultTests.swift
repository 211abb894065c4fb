import Core
import FoundationEssentials
import Runtime
import TestSupport
import Testing

extension RealProcesses {
    /// Every fault on nodes does what it says, seen in the record of the run and in what the processes left.
    @Suite(.timeLimit(.minutes(10))) struct NodeFaultTests {
        private static let traffic = "traffic: [{publishers: 2, rate: 200/s, count: 200, retry: until-acknowledged}]"
        private static let anything = "expect: {delivery: at-most-once, order: none}"

        private func run(
            _ faults: String,
            nodes: String = "{count: 2}",
            clients: String = "{count: 6}"
        ) async throws -> NodeRun {
            try await NodeRun(
                """
                scenario: node-fault
                seed: 3
                nodes: \(nodes)
                clients: \(clients)
                \(Self.traffic)
                faults: [\(faults)]
                \(Self.anything)
                """
            )
        }

        /// A retry after an unknown outcome may double a message: that is row 22 of the reference, not the fault's fault.
        private func expectConclusive(_ run: NodeRun) {
            let duplicated = run.result.verdict?.count("duplicated") ?? 0
            #expect(run.code == 0 || (run.code == 1 && duplicated > 0), "\(run.result)")
        }

        @Test(arguments: [
            ("node.stop, node: n1, down: 100ms", 2),
            ("node.restart, node: n2, down: 50ms, port: new", 2),
            ("node.freeze, node: n2, down: 200ms", 1),
        ])
        func takesEffectAndHeals(fault: String, starts: Int) async throws {
            let run = try await run("{at: 200ms, do: \(fault)}")
            defer { run.remove() }
            expectConclusive(run)
            #expect(run.faults.first?.isWhole == true, "\(run.faults)")
            #expect(run.starts.values.max() == starts)
        }

        @Test func aNodeThatWasTakenAwayIsStartedByAnotherFault() async throws {
            let run = try await run(
                "{at: 150ms, do: node.kill, node: n2}, {at: 400ms, do: node.start, node: n2, port: new}"
            )
            defer { run.remove() }
            expectConclusive(run)
            let (kill, start) = (try #require(run.faults.first), try #require(run.faults.last))
            #expect(kill.isWhole && start.observedAt != nil && start.failure == nil, "\(run.faults)")
            #expect(try #require(kill.healedAt) >= #require(start.invokedAt))
            #expect(run.starts == ["n1": 1, "n2": 2])
        }

        @Test func aFrozenNodeIsThawedByAnotherFault() async throws {
            let run = try await run(
                "{at: 150ms, do: node.freeze, node: n2}, {at: 400ms, do: node.thaw, node: n2}"
            )
            defer { run.remove() }
            expectConclusive(run)
            #expect(run.faults.first?.isWhole == true && run.faults.last?.observedAt != nil, "\(run.faults)")
        }

        @Test func nodesComeAndGoUnderLoad() async throws {
            let run = try await run(
                """
                {at: 100ms, do: node.add, count: 2},
                  {at: 350ms, do: client.drop, share: 100%},
                  {at: 500ms, do: client.drop, share: 100%},
                  {at: 700ms, do: node.remove, node: n2}
                """,
                clients: "{count: 12}"
            )
            defer { run.remove() }
            expectConclusive(run)
            #expect(run.faults.count == 4 && run.faults.allSatisfy { $0.observedAt != nil && $0.failure == nil })
            #expect(run.starts == ["n1": 1, "n2": 1, "n3": 1, "n4": 1])
            // Nobody was connected to n2 when it had gone, and somebody was to the new ones.
            let removed = try #require(run.faults.last?.observedAt)
            let connects = run.connects
            #expect(!connects.contains { $0.node == 2 && $0.time > removed })
            #expect(Set(connects.map(\.node)).isSuperset(of: [3, 4]))
        }

        @Test func aNodeThatIsNeverAddedHoldsUpNothing() async throws {
            let run = try await run("{after: 200 published, do: node.add}")
            defer { run.remove() }
            // Nobody has a reason to go there, so nothing is known about it.
            #expect(run.code == 2, "\(run.result)")
            #expect(run.result.verdict?.reasons.contains { $0.contains("n3") } == true, "\(run.result)")
        }

        @Test func rollingTakesEveryNodeInTurn() async throws {
            let run = try await run("{at: 150ms, do: node.rolling, down: 50ms, pause: 50ms}", nodes: "{count: 3}")
            defer { run.remove() }
            expectConclusive(run)
            #expect(run.faults.first?.isWhole == true, "\(run.faults)")
            #expect(run.starts == ["n1": 2, "n2": 2, "n3": 2])
        }

        // MARK: - Failpoints

        @Test(arguments: Failpoint.Point.allCases)
        func aPauseIsSeenAndPasses(point: Failpoint.Point) async throws {
            let run = try await run(
                "{at: 100ms, do: node.failpoint, node: n1, point: \(point.rawValue), action: pause, nth: 3, for: 150ms}"
            )
            defer { run.remove() }
            expectConclusive(run)
            let window = try #require(run.faults.first)
            #expect(window.isWhole, "\(window)")
            #expect(try #require(window.healedAt) - #require(window.observedAt) >= 140_000_000)
        }

        /// Publisher and client 1 are on n1, one message at a time, so that it is known which one comes to each point.
        private func crash(_ point: Failpoint.Point, nth: Int) async throws -> NodeRun {
            try await NodeRun(
                """
                scenario: crash
                seed: 3
                clients: {count: 2}
                traffic: [{publishers: 1, rate: 100/s, count: 60, window: 1, retry: until-acknowledged}]
                faults:
                  - {at: 0s, do: node.failpoint, node: n1, point: \(point.rawValue), action: crash, nth: \(nth), down: 100ms}
                expect: {delivery: at-most-once, order: none}
                """
            )
        }

        @Test(arguments: [
            (Failpoint.Point.beforeWrite, [HistoryKind.accepted], [HistoryKind.written, .received]),
            (.afterWrite, [.accepted, .written], []),
            (.beforeReceive, [.accepted], [.received]),
            (.afterReceive, [.received], [.handed]),
            (.beforeSend, [.received], [.handed]),
            (.afterSend, [.received], []),
        ])
        func aCrashHappensAtTheVeryMessage(
            point: Failpoint.Point,
            passed: [HistoryKind],
            notPassed: [HistoryKind]
        ) async throws {
            let run = try await crash(point, nth: 5)
            defer { run.remove() }
            expectConclusive(run)
            #expect(run.faults.first?.isWhole == true, "\(run.faults)")
            #expect(run.starts["n1"] == 2)
            let hops = run.hops(of: "n1")
            // Messages may have passed before it was armed; from the first that was counted it is the fifth.
            let reached = try #require(hops.last { $0.kind == passed.first })
            for kind in passed { #expect(hops.contains { $0.kind == kind && $0.sequence == reached.sequence }) }
            for kind in notPassed {
                #expect(!hops.contains { $0.kind == kind && $0.sequence == reached.sequence }, "\(kind)")
            }
        }

        @Test func aFailpointThatIsNeverReachedIsNoFault() async throws {
            let run = try await run(
                "{at: 100ms, do: node.failpoint, node: n2, point: before-write, action: crash, nth: 5000, down: 0s}"
            )
            defer { run.remove() }
            #expect(run.code == 2, "\(run.result)")
            let failure = try #require(run.faults.first?.failure)
            #expect(failure.hasPrefix("before-write of n2 was never reached: "), "\(failure)")
            #expect(failure.hasSuffix(" of 5000 messages came to it"), "\(failure)")
            #expect(run.starts["n2"] == 1)
        }

        @Test func aNodeThatDoesNotRunCannotBeFrozen() async throws {
            let run = try await run(
                "{at: 150ms, do: node.kill, node: n2}, {after: 100 published, do: node.freeze, node: n2, down: 10ms}"
            )
            defer { run.remove() }
            #expect(run.code == 2, "\(run.result)")
            #expect(run.faults.last?.failure == "n2 was not running")
        }
    }
}
