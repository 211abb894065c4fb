import Core
import Testing

/// `order: total`: what all clients saw merges into one order.
@Suite struct TotalOrderTests {
    static let total = Core.Expectation(order: .total)

    /// Messages of two publishers to everyone, acknowledged; then what clients see, then the end.
    static func run(
        clients: Int = 2,
        publishers: Int = 2,
        expecting expectation: Core.Expectation = total,
        room: Int? = nil,
        _ change: (inout RunScript) -> Void
    ) -> Verdict {
        var script = RunScript(clients: clients, publishers: publishers, expecting: expectation)
        script.connectAll()
        change(&script)
        let everyone = Array(1...UInt32(clients))
        for publisher in 1...UInt32(publishers) {
            script.finish(900, by: publisher, seenBy: everyone, alive: everyone)
        }
        return Checker.check(script.manifest, script.sources, orderRoom: room)
    }

    static func publish(_ count: UInt32, of publishers: UInt32 = 2, _ script: inout RunScript) {
        for publisher in 1...publishers { script.publish(1...count, by: publisher) }
    }

    @Test func everybodySeesTheSameOrder() {
        let verdict = Self.run { script in
            Self.publish(2, &script)
            for client in [1, 2] as [UInt32] {
                for sequence in [1, 2] as [UInt32] {
                    script.deliver(sequence, of: 2, to: client)
                    script.deliver(sequence, of: 1, to: client)
                }
            }
        }
        #expect(verdict.outcome == .held)
    }

    @Test func twoThatChangePlacesAreOneConflictForHoweverManyClients() {
        let verdict = Self.run(clients: 5) { script in
            Self.publish(1, &script)
            for client in 1...5 as ClosedRange<UInt32> {
                let order: [UInt32] = client < 3 ? [1, 2] : [2, 1]
                for publisher in order { script.deliver(1, of: publisher, to: client) }
            }
        }
        #expect(verdict.shown == [.orderConflict: 1])
        let finding = verdict[.orderConflict].first
        #expect(finding?.magnitude == 2)
        #expect(finding?.client == ClientID(3))
        #expect(
            finding?.cycle?.map(\.description) == ["c1 saw p1/1 before p2/1", "c3 saw p2/1 before p1/1"]
        )
    }

    @Test func fifoIsContentWithThat() {
        let verdict = Self.run(expecting: Core.Expectation(order: .fifo)) { script in
            Self.publish(1, &script)
            for (client, order) in [(1, [1, 2]), (2, [2, 1])] as [(UInt32, [UInt32])] {
                for publisher in order { script.deliver(1, of: publisher, to: client) }
            }
        }
        #expect(verdict.outcome == .held)
    }

    /// a before b, b before c, c before a: each pair of clients agrees.
    @Test func threePartialViewsCanContradictEachOther() {
        let expectation = Core.Expectation(delivery: .atMostOnce, order: .total)
        let verdict = Self.run(clients: 3, publishers: 3, expecting: expectation) { script in
            Self.publish(1, of: 3, &script)
            for (client, order) in [(1, [1, 2]), (2, [2, 3]), (3, [3, 1])] as [(UInt32, [UInt32])] {
                for publisher in order { script.deliver(1, of: publisher, to: client) }
            }
        }
        #expect(verdict[.orderConflict].count == 1)
        #expect(verdict[.orderConflict].first?.cycle?.count == 3)
        #expect(verdict[.orderConflict].first?.magnitude == 3)
    }

    @Test func conflictsThatHaveNothingToDoWithEachOtherAreCountedApart() {
        let verdict = Self.run { script in
            for round in 1...4 as ClosedRange<UInt32> {
                for publisher in [1, 2] as [UInt32] { script.publish(round...round, by: publisher) }
                for publisher in [1, 2] as [UInt32] { script.deliver(round, of: publisher, to: 1) }
                for publisher in [2, 1] as [UInt32] { script.deliver(round, of: publisher, to: 2) }
            }
        }
        #expect(verdict.shown == [.orderConflict: 4])
    }

    @Test func aLossIsNoConflict() {
        let verdict = Self.run { script in
            Self.publish(2, &script)
            for (publisher, sequence) in [(1, 1), (2, 1), (1, 2), (2, 2)] as [(UInt32, UInt32)] {
                script.deliver(sequence, of: publisher, to: 1)
                if publisher != 2 || sequence != 1 { script.deliver(sequence, of: publisher, to: 2) }
            }
        }
        #expect(verdict.shown == [.lost: 1])
    }

    @Test func nothingIsComparedAcrossLives() {
        let verdict = Self.run(expecting: Core.Expectation(delivery: .atMostOnce, order: .total)) { script in
            Self.publish(1, &script)
            for publisher in [1, 2] as [UInt32] { script.deliver(1, of: publisher, to: 1) }
            script.deliver(1, of: 2, to: 2)
            script.connect(2)
            script.deliver(1, of: 1, to: 2)
        }
        #expect(verdict.outcome == .held)
    }

    @Test func aResumedLifeIsCompared() {
        let verdict = Self.run { script in
            Self.publish(1, &script)
            for publisher in [1, 2] as [UInt32] { script.deliver(1, of: publisher, to: 1) }
            script.deliver(1, of: 2, to: 2)
            script.connect(2, .resumed)
            script.deliver(1, of: 1, to: 2)
        }
        #expect(verdict.shown == [.orderConflict: 1])
    }

    @Test func messagesToGroupsTakePart() {
        var script = RunScript(clients: 2, publishers: 2, expecting: Self.total)
        script.connectAll()
        for client in [1, 2] as [UInt32] {
            script.group(.joinInvoked, client)
            script.group(.joined, client)
        }
        script.publish(1...1, by: 1)
        script.publish(1...1, by: 2, to: RunScript.red)
        for (client, order) in [(1, [1, 2]), (2, [2, 1])] as [(UInt32, [UInt32])] {
            for publisher in order { script.deliver(1, of: publisher, to: client) }
        }
        script.finish(2, by: 1, seenBy: [1, 2], alive: [])
        script.finish(2, by: 2, to: RunScript.red, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().shown == [.orderConflict: 1])
    }

    @Test func moreDisorderThanThereIsRoomForIsInconclusive() {
        let verdict = Self.run(
            clients: 3,
            publishers: 3,
            expecting: Core.Expectation(delivery: .atMostOnce, order: .total),
            room: 0
        ) {
            script in
            Self.publish(1, of: 3, &script)
            for (client, order) in [(1, [1, 2, 3]), (2, [1, 3])] as [(UInt32, [UInt32])] {
                for publisher in order { script.deliver(1, of: publisher, to: client) }
            }
        }
        #expect(verdict.outcome == .inconclusive)
        #expect(verdict.guardKinds == [.orderUnjudged])
    }
}
