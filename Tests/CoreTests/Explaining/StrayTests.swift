import Core
import Testing

/// The same for everything that is not lost: copies, changed places, and what should not be there.
@Suite struct StrayTests {
    static func causes(_ change: (inout WayScript) -> Void) -> [Cause] {
        var script = WayScript()
        script.send(3)
        change(&script)
        script.send(3)
        return script.verdict().causes
    }

    @Test func aCopyIsMadeWhereItFirstShows() {
        let node = Self.causes { $0.send(2) { $0.handed = [1: 2] } }
        #expect(node.map(\.hop) == [.receivingNode])
        #expect(node.map(\.count) == [6])
        #expect(
            node.map(\.sentence) == ["2 messages doubled for each of 3 clients in n1, first p1/4, last p1/5"]
        )
        let way = Self.causes {
            $0.send {
                $0.received = [2: 2]
                $0.handed = [2: 2]
            }
        }
        #expect(way.map(\.hop) == [.redisToNode])
        #expect(way.map(\.condition) == ["the node received it more than once"])
        let last = Self.causes { $0.send { $0.seen = [2: 2] } }
        #expect(last.map(\.hop) == [.nodeToClient])
    }

    /// One client of n2 gets a message more than once, and another one does not get it.
    @Test func aLossAndACopyOfOneMessageAreEachPutWhereTheyCameAbout() {
        let behind = Self.causes { $0.send { $0.seen = [2: 3, 4: 0] } }
        #expect(behind.map(\.hop) == [.nodeToClient, .nodeToClient])
        #expect(Set(behind.map(\.violation)) == [.lost, .duplicated])
        // Three went out and three were seen: either one was given to the wrong client, or one was lost and another doubled.
        let either = Self.causes { $0.send { $0.seen = [2: 2, 4: 0] } }
        #expect(either.map(\.hop) == [.unknown, .unknown])
        #expect(either.allSatisfy { $0.condition?.hasPrefix("as many copies went out as were seen") == true })
        // More went out than one for each: the node made them.
        let inside = Self.causes { script in
            script.send {
                $0.handed = [2: 2]
                $0.seen = [2: 4, 4: 0, 6: 2]
            }
        }
        #expect(inside.map(\.hop) == [.receivingNode, .receivingNode])
    }

    @Test func aMessageThatWasPublishedAgainIsTheDoingOfItsPublisher() {
        let causes = Self.causes { script in
            let sequence = script.send { _ in }
            script.publish(.publishInvoked, sequence, flags: 0, attempt: 2)
            script.hop(.accepted, 1, sequence)
            script.hop(.written, 1, sequence, extra: 100)
            script.publish(.publishEnded, sequence, flags: 0, attempt: 2)
            for client in UInt32(1)...6 { script.deliver(sequence, to: client) }
        }
        #expect(Set(causes.map(\.hop)) == [.publisher])
        #expect(causes.map(\.count).reduce(0, +) == 6)
    }

    @Test func whatAResumedConnectionGetsAgainWasReplayed() {
        let causes = Self.causes { script in
            let sequence = script.send { _ in }
            script.disconnect(2)
            script.connect(2, .resumed)
            script.hop(.handed, 2, sequence, extra: 1)
            script.deliver(sequence, to: 2)
        }
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.condition) == ["a resumed connection was given it again"])
    }

    @Test func theHopWhereAMessageWasOvertakenIsFound() {
        // Received in order, and shown in another.
        let inside = Self.causes { script in
            let first = script.send { way in (1...6).forEach { way.seen[$0] = 0 } }
            script.send()
            for client in script.clients(of: 1) { script.deliver(first, to: client) }
        }
        #expect(inside.contains { $0.violation == .outOfOrder && $0.hop == .nodeToClient && $0.count == 3 })
    }

    @Test func aPhantomComesFromTheNodeThatHandedItOut() {
        let causes = Self.causes { script in
            script.hop(.handed, 2, 1_000_004, extra: 3)
            for client in script.clients(of: 2) { script.deliver(1_000_004, to: client) }
        }
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.node) == [NodeID(2)])
        #expect(
            causes.map(\.sentence) == ["1 message that nobody sent seen by 3 clients in n2, p1/1000004"]
        )
    }

    @Test func aDamagedMessageWasWholeWhereItIsRecorded() {
        let causes = Self.causes { script in
            let sequence = script.send { $0.handed = [1: 0] }
            for client in script.clients(of: 1) {
                script.records.append(
                    HistoryRecord(
                        .corrupted,
                        subject: client,
                        time: script.tick(),
                        publisher: 1,
                        sequence: sequence
                    )
                )
            }
        }
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.violation) == [.corrupted])
    }
}
