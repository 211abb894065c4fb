import Core
import Testing

/// Each bound of `expect`: kept, broken, and not to be measured.
@Suite struct BoundTests {
    private static func verdict(
        _ change: (inout MeasuredBounds) -> Void,
        resources: [ResourceReading]? = nil,
        unread: [UnreadResource]? = nil,
        isWhole: Bool = true
    ) -> Verdict {
        var script = RunScript()
        script.connectAll()
        script.traffic()
        script.publish(1...10)
        script.deliver(all: 1...10, to: 1)
        script.deliver(all: 1...10, to: 2)
        script.pass(1_200)
        script.add(.disconnected, 2) { $0.flags = DisconnectReason.lost.rawValue }
        script.connect(2, .resumed)
        script.publish(11...11)
        script.pass(2_000)
        script.deliver(11, to: 1)
        script.deliver(11, to: 2)
        script.finish(12, seenBy: [1, 2], alive: [1, 2])
        script.bound(change)
        script.manifest.resources = resources
        script.manifest.unread = unread
        return isWhole ? script.verdict() : Checker.check(script.manifest, Array(script.sources.prefix(1)))
    }

    /// What is missing may have been the time of a fault, or what kept a share where it should be.
    @Test func withoutAllHistoriesOnlyCountsAreBroken() {
        let verdict = Self.verdict(
            { bounds in
                bounds.gapMilliseconds = 1
                bounds.reconnectsTotal = 0
            },
            isWhole: false
        )
        #expect(verdict.bounds.map(\.holds) == [nil, false])
        #expect(verdict.guardKinds.contains(.historyIncomplete))
        #expect(verdict.guardKinds.contains(.boundUnmeasured))
        #expect(verdict.outcome == .violated)
    }

    @Test func aRunWithoutBoundsHasNone() {
        let verdict = Self.verdict { _ in }
        #expect(verdict.bounds.isEmpty)
        #expect(verdict.outcome == .held)
    }

    @Test(arguments: [true, false])
    func timesAreCompared(_ isKept: Bool) throws {
        let limit = isKept ? 3 : 1
        let verdict = Self.verdict { bounds in
            bounds.gapMilliseconds = limit
            var latency = LatencyBounds()
            latency.max = limit
            latency.p50 = 1
            bounds.latency = latency
        }
        #expect(verdict.bounds.map(\.name) == [.latencyP50, .latencyMax, .gap])
        #expect(verdict.bounds.map(\.holds) == [true, isKept, isKept])
        #expect(verdict.bounds.map(\.unit) == ["ms", "ms", "ms"])
        #expect(verdict.outcome == (isKept ? .held : .violated))
        #expect(verdict.reasons.count == (isKept ? 0 : 2))
        if !isKept { #expect(verdict.reasons[1] == "gap: 2.003ms (c2), and at most 1ms is allowed") }
    }

    @Test func numbersAreCompared() {
        let kept = Self.verdict { bounds in
            bounds.connectsPerSecond = 1
            bounds.reconnectsTotal = 1
            bounds.reconnectsPerClient = 1
            bounds.availability = 1
        }
        #expect(kept.outcome == .held)
        #expect(kept.bounds.map(\.measured) == [1, 100, 1, 1])
        let broken = Self.verdict { $0.reconnectsTotal = 0 }
        #expect(broken.outcome == .violated)
        #expect(broken.exitCode == .violated)
        #expect(broken.reasons == ["reconnects.total: 1, and at most 0 is allowed"])
    }

    @Test func availabilityIsALowerBound() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1, .fail)
        script.publish(2...4)
        for client in 1...2 as ClosedRange<UInt32> { script.deliver(2, 3, 4, to: client) }
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        script.bound { $0.availability = 0.75 }
        #expect(script.verdict().outcome == .held)
        script.bound { $0.availability = 0.99 }
        #expect(script.verdict().reasons == ["availability: 75%, and at least 99% is allowed"])
    }

    @Test func leaksAreJudgedByTheWorstOwner() {
        let readings = [
            ResourceReading(resource: .sockets, owner: "n1", before: 3, after: 3),
            ResourceReading(resource: .sockets, owner: "n2", before: 3, after: 5),
            ResourceReading(resource: .keys, owner: "r1", before: 2, after: 0),
        ]
        let broken = Self.verdict({ $0.leaks = LeakBounds.none }, resources: readings)
        #expect(broken.resources == readings)
        #expect(broken.outcome == .violated)
        #expect(
            broken.bounds.map(\.name.rawValue) == [
                "leaks.redis-clients", "leaks.channels", "leaks.keys", "leaks.sockets",
            ]
        )
        #expect(broken.bounds.map(\.holds) == [nil, nil, true, false])
        #expect(broken.reasons[0] == "leaks.sockets: 2 (n2), and at most 0 is allowed")
        let kept = Self.verdict(
            { bounds in
                var leaks = LeakBounds()
                leaks.sockets = 2
                bounds.leaks = leaks
            },
            resources: readings
        )
        #expect(kept.outcome == .held)
    }

    @Test func whatCouldNotBeCountedIsNotHeld() {
        let frozen = UnreadResource(resource: .redisClients, owner: "r2", reason: "at the end it was frozen")
        func verdict(_ after: Int) -> Verdict {
            Self.verdict(
                { bounds in
                    var leaks = LeakBounds()
                    leaks.redisClients = 1
                    bounds.leaks = leaks
                },
                resources: [ResourceReading(resource: .redisClients, owner: "n1", before: 2, after: after)],
                unread: [frozen]
            )
        }
        #expect(verdict(2).outcome == .inconclusive)
        #expect(
            verdict(2).reasons == [
                "leaks.redis-clients could not be measured: those of r2 could not be counted: at the end it was frozen"
            ]
        )
        // What was counted is too much all the same.
        #expect(verdict(4).outcome == .violated)
        #expect(verdict(4).reasons == ["leaks.redis-clients: 2 (n1), and at most 1 is allowed"])
    }

    @Test func whatCouldNotBeMeasuredIsNotHeld() {
        let changes: [(inout MeasuredBounds) -> Void] = [
            { $0.recoverWithinMilliseconds = 1_000 },
            { $0.idsBack = 0 },
            { $0.deafNodes = 0 },
            { $0.leaks = LeakBounds.none },
        ]
        for change in changes {
            let verdict = Self.verdict(change)
            #expect(verdict.outcome == .inconclusive)
            #expect(verdict.exitCode == .inconclusive)
            #expect(verdict.bounds.allSatisfy { $0.holds == nil && $0.measured == nil })
            #expect(verdict.reasons.allSatisfy { $0.contains(" could not be measured: ") })
        }
    }

    @Test func recoveryHasToBeInTime() throws {
        for (limit, word) in [(100, VerdictWord.held), (1, .violated)] {
            let (verdict, recovery) = try RecoveryTests.run { script in
                script.bound { $0.recoverWithinMilliseconds = limit }
                script.publish(3...3)
                script.pass(50_000)
                script.deliver(3, to: 1)
                script.deliver(3, to: 2)
                script.finish(4, seenBy: [1, 2], alive: [1, 2])
            }
            #expect(recovery.took == 50_003_000)
            #expect(verdict.outcome == word)
            #expect(verdict.bounds.first?.subject == "after fault 1 (redis.restart), c2 last")
        }
    }

    @Test func aBrokenBoundIsNoReproduction() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...2)
        script.deliver(2, to: 1)
        script.deliver(1, 2, to: 2)
        script.finish(3, seenBy: [1, 2], alive: [1, 2])
        script.manifest.expectation.reproduces = [ReproducedViolation(violation: .lost)]
        #expect(script.verdict().outcome == .held)
        script.bound { $0.reconnectsTotal = 0 }
        #expect(script.verdict().outcome == .held)
        script.bound { $0.gapMilliseconds = 1 }
        script.pass(2_000)
        script.publish(4...4)
        script.pass(2_000)
        script.finish(5, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().outcome == .violated)
    }
}
