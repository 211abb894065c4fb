import Core
import Testing

/// Where the order of two publishers' messages turned: p1 is on c1 and n1, p2 on c2 and n2, and n2 is the one that does
/// wrong. Of a conflict there is one finding, of causality one for each of
/// the two other clients of n2.
@Suite struct OrderHopTests {
    private typealias Sent = (sequence: UInt32, publisher: UInt32)
    private static let first: Sent = (1, 1)
    private static let second: Sent = (1, 2)

    /// Where n2 has the two the wrong way round.
    enum Turned: CaseIterable {
        case received, handed, seen
    }

    private static func run(
        _ order: OrderContract,
        turned: Turned,
        hops: Bool = true,
        witness: Bool = true
    ) -> [Cause] {
        var script = WayScript()
        script.publishers = 2
        script.hasHops = hops
        script.expectation.order = order
        if witness { script.witness(isListening: true) }
        let (right, wrong) = ([first, second], [second, first])
        script.write(first.sequence, by: first.publisher)
        // Its publisher has seen the first one when it sends the second.
        if order == .causal { script.deliver(first.sequence, to: 2, publisher: first.publisher) }
        script.write(second.sequence, by: second.publisher)
        for sent in right { script.hop(.received, 1, sent.sequence, publisher: sent.publisher) }
        for sent in right { script.hand(sent.sequence, by: sent.publisher, at: 1) }
        for sent in turned == .received ? wrong : right {
            script.hop(.received, 2, sent.sequence, publisher: sent.publisher)
        }
        for sent in turned == .seen ? right : wrong {
            script.hop(.handed, 2, sent.sequence, publisher: sent.publisher, extra: 3)
        }
        for sent in wrong {
            for client in script.clients(of: 2) where order != .causal || client != 2 || sent.publisher == 2 {
                script.deliver(sent.sequence, to: client, publisher: sent.publisher)
            }
        }
        return script.verdict().causes.filter { $0.violation == .orderConflict || $0.violation == .causality }
    }

    private static func hop(of turned: Turned) -> Hop {
        switch turned {
        case .received: .redisToNode
        case .handed: .receivingNode
        case .seen: .nodeToClient
        }
    }

    @Test(arguments: Turned.allCases)
    func aConflictTurnedWhereOneNodeDiffersFromTheOthers(turned: Turned) {
        let causes = Self.run(.total, turned: turned)
        #expect(causes.map(\.violation) == [.orderConflict])
        #expect(causes.map(\.count) == [1])
        #expect(causes.map(\.hop) == [Self.hop(of: turned)])
        #expect(causes.map(\.node) == [NodeID(2)])
        // Which of two nodes received them as Redis carried them, only the witness tells.
        #expect(causes.map(\.evidence) == [turned == .received ? .witness : .hops])
    }

    @Test func withoutAWitnessTheNodeIsNotKnownThatReceivedThemTurned() {
        let causes = Self.run(.total, turned: .received, witness: false)
        #expect(causes.map(\.hop) == [.redisToNode])
        #expect(causes.map(\.node) == [nil])
    }

    @Test func withoutHopsOnlyTheWitnessPointsAtANode() {
        let seen = Self.run(.total, turned: .handed, hops: false)
        #expect(seen.map(\.hop) == [.receivingNode])
        #expect(seen.map(\.node) == [NodeID(2)])
        #expect(seen.map(\.evidence) == [.shape])
        let unseen = Self.run(.total, turned: .handed, hops: false, witness: false)
        #expect(unseen.map(\.hop) == [.unknown])
        #expect(unseen.map(\.node) == [nil])
    }

    @Test(arguments: Turned.allCases)
    func anAnswerPassedItsQuestionWhereThatNodeTurnedThem(turned: Turned) {
        let causes = Self.run(.causal, turned: turned)
        #expect(causes.map(\.violation) == [.causality])
        #expect(causes.map(\.count) == [2])
        #expect(causes.map(\.hop) == [Self.hop(of: turned)])
        #expect(causes.map(\.node) == [NodeID(2)])
        #expect(causes.map(\.evidence) == [.hops])
    }
}
