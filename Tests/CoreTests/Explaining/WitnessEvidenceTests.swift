import Core
import Testing

/// What the witness adds: it tells the way into Redis from the way out of it.
@Suite struct WitnessEvidenceTests {
    static func lost(
        nodes: UInt32 = 2,
        hops: Bool = true,
        _ change: (inout WayScript) -> Void
    ) -> [Cause] {
        var script = WayScript(nodes: nodes, clients: nodes * 2)
        script.hasHops = hops
        script.witness(isListening: true)
        script.send(3)
        change(&script)
        script.send(3)
        return LossTests.lost(script)
    }

    @Test func whatItSawWasInRedis() {
        let causes = Self.lost { $0.send(2) { $0.received = [1: 0, 2: 0] } }
        #expect(Set(causes.map(\.hop)) == [.redisToNode])
        #expect(Set(causes.map(\.evidence)) == [.witness])
    }

    @Test func whatItDidNotSeeAndNobodyReceivedWentMissingInRedis() {
        let causes = Self.lost {
            $0.send(2) {
                $0.isCarried = false
                $0.received = [1: 0, 2: 0]
            }
        }
        #expect(Set(causes.map(\.hop)) == [.redis])
        #expect(Set(causes.map(\.evidence)) == [.witness])
    }

    @Test func itsSilenceProvesNothingWhileItWasDeaf() {
        let causes = Self.lost { script in
            script.witness(isListening: false)
            script.send(2) { way in
                way.isCarried = false
                way.received = [1: 0, 2: 0]
            }
            script.witness(isListening: true)
        }
        #expect(Set(causes.map(\.evidence)) == [.hops])
    }

    @Test func itTellsSidesOfRedisWhereNodesRecordNothing() {
        let before = Self.lost(hops: false) { $0.send(2) { $0.isWritten = false } }
        #expect(before.map(\.hop) == [.nodeToRedis])
        #expect(before.map(\.evidence) == [.witness])
        let behind = Self.lost(hops: false) { $0.send(2) { $0.handed = [2: 0] } }
        #expect(behind.map(\.hop) == [.redisToNode])
    }

    @Test func aMessageThatRedisCarriedTwiceWasWrittenTwice() {
        var script = WayScript()
        script.witness(isListening: true)
        script.send(3)
        let twice = script.send {
            $0.received = [1: 2, 2: 2]
            $0.handed = [1: 2, 2: 2]
        }
        script.carry(twice, id: 99)
        script.send(3)
        let causes = script.verdict().causes
        #expect(causes.map(\.hop) == [.nodeToRedis])
        #expect(causes.map(\.count) == [6])
    }
}
