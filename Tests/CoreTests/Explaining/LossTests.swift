import Core
import Testing

/// A message is planted to be lost at one hop, and found to be lost there, as often as it was planted.
@Suite struct LossTests {
    static func lost(_ script: WayScript) -> [Cause] { script.verdict().causes.filter { $0.violation == .lost } }

    @Test func nothingWrongHasNoCauses() {
        var script = WayScript()
        script.send(20)
        #expect(script.verdict().causes.isEmpty)
    }

    @Test func onTheWayToANodeWhoseSubscriptionWasDown() throws {
        var script = WayScript()
        script.send(10)
        script.beginRestart()
        script.send(4) { $0.received = [2: 0] }
        script.backplane(2, isSubscribed: true)
        script.endRestart()
        script.send(10)
        let cause = try #require(Self.lost(script).first)
        #expect(Self.lost(script).count == 1)
        #expect(cause.count == 12)
        #expect(cause.messages == 4)
        #expect(cause.clients == 3)
        #expect(cause.hop == .redisToNode)
        #expect(cause.node == NodeID(2))
        #expect(cause.place == "Redis -> n2")
        #expect(cause.condition == "its subscription was down")
        #expect(cause.evidence == .hops)
        #expect(cause.faults.map(\.number) == [1])
        #expect(
            cause.sentence
                == "4 messages lost for each of 3 clients at n2 <- Redis while its subscription was down (fault 1, "
                + "redis.restart), first p1/11, last p1/14"
        )
        #expect(cause.signature == "lost redis-to-node n2 subscriptionDown redis.restart")
        #expect((cause.first.sequence, cause.last.sequence) == (11, 14))
    }

    @Test func thousandsAreOneCauseAndOneSentence() {
        var script = WayScript(clients: 2)
        script.send(10)
        script.beginRestart()
        script.send(1_000) { $0.received = [2: 0] }
        script.endRestart()
        // The outage outlives the fault that it began in.
        script.send(204) { $0.received = [2: 0] }
        script.backplane(2, isSubscribed: true)
        script.send(10)
        #expect(
            Self.lost(script).map(\.sentence) == [
                "1 204 messages lost at n2 <- Redis while its subscription was down (fault 1, redis.restart), "
                    + "first p1/11, last p1/1214"
            ]
        )
    }

    /// What was sent before the node noticed, and behind the last message that it got, went down with the connection.
    @Test func justBeforeTheNodeNoticed() {
        var script = WayScript()
        script.send(3)
        script.send(2) { $0.received = [2: 0] }
        script.backplane(2, isSubscribed: false)
        script.backplane(2, isSubscribed: true)
        script.send(3)
        #expect(Self.lost(script).map(\.condition) == ["its subscription was down"])
    }

    /// From when it was asked for: when it was seen, the process had stood still for a while.
    @Test func onTheWayToANodeThatWasFrozen() {
        var script = WayScript()
        script.send(3)
        script.faults = [ManifestFault(number: 1, name: "node.freeze", target: "n2")]
        script.fault(.faultInvoked, 1)
        script.send { $0.received = [2: 0] }
        script.fault(.faultObserved, 1)
        script.send { $0.received = [2: 0] }
        script.fault(.healInvoked, 1)
        script.fault(.healObserved, 1)
        script.send(3)
        script.send { $0.received = [2: 0] }
        script.send(3)
        let causes = Self.lost(script)
        #expect(causes.map(\.condition) == ["its process was frozen", nil])
        #expect(causes.map(\.count) == [6, 3])
    }

    @Test func onTheWayToANodeThatWasSubscribed() {
        var script = WayScript()
        script.send(3)
        script.send(2) { $0.received = [2: 0] }
        script.send(3)
        let causes = Self.lost(script)
        #expect(causes.map(\.hop) == [.redisToNode])
        #expect(causes.map(\.condition) == [nil])
        #expect(causes.map(\.count) == [6])
    }

    @Test func insideTheReceivingNode() {
        var script = WayScript()
        script.send(3)
        script.send(1) { $0.handed = [1: 0] }
        script.send(3)
        let causes = Self.lost(script)
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.place) == ["n1"])
        #expect(causes.map(\.sentence) == ["1 message lost for 3 clients in n1, p1/4"])
    }

    /// The counter of Redis went back, so the node threw away what came with a low number.
    @Test func becauseTheIDsWentBack() {
        var script = WayScript()
        script.send(8)
        script.send(2) {
            $0.id = 3
            $0.handed = [2: 0]
        }
        script.send(3)
        let causes = Self.lost(script)
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.condition) == ["the id was not above the highest that it had seen"])
        #expect(causes.map(\.node) == [NodeID(2)])
    }

    @Test func behindTheNode() {
        var script = WayScript()
        script.send(3)
        script.send(2) { $0.seen = [2: 0] }
        script.send(3)
        let causes = Self.lost(script)
        #expect(causes.map(\.hop) == [.nodeToClient])
        #expect(causes.map(\.place) == ["n2 -> c2"])
        #expect(causes.map(\.sentence) == ["2 messages lost at n2 -> c2, first p1/4, last p1/5"])
    }

    @Test func beforeRedis() {
        var script = WayScript()
        script.send(3)
        script.send(2) { $0.isWritten = false }
        script.send(3)
        #expect(Self.lost(script).map(\.hop) == [.sendingNode])
        #expect(Self.lost(script).map(\.place) == ["n1"])
        #expect(Self.lost(script).map(\.count) == [12])

        var never = WayScript()
        never.send(3)
        never.send(2) {
            $0.isAccepted = false
            $0.isWritten = false
        }
        never.send(3)
        #expect(Self.lost(never).map(\.hop) == [.publisherToNode])
        #expect(Self.lost(never).map(\.place) == ["publisher -> n1"])
    }

    @Test func insideRedisWhenNobodyReceivedIt() {
        var script = WayScript(nodes: 3)
        script.send(3)
        script.send(2) { $0.received = [1: 0, 2: 0, 3: 0] }
        script.send(3)
        #expect(Set(Self.lost(script).map(\.hop)) == [.redis])
        #expect(Self.lost(script).map(\.count).reduce(0, +) == 12)
        #expect(Set(Self.lost(script).map(\.condition)) == ["no node received it"])
    }

    @Test func whileTheClientWasAway() {
        var script = WayScript()
        script.send(3)
        script.disconnect(2)
        script.send(4) { $0.seen = [2: 0] }
        script.connect(2, .resumed)
        script.send(3)
        // The node counts three copies, of which one went nowhere.
        #expect(Self.lost(script).map(\.hop) == [.nodeToClient])
        #expect(Self.lost(script).map(\.condition) == ["the connection was breaking"])
    }

    /// Clients that hear nothing more, but whose connections answer, were not away, although at the end they go.
    @Test func insideANodeThatWentDeaf() {
        var script = WayScript()
        script.send(3)
        script.send(4) { $0.handed = [2: 0] }
        script.send(sentinel: true) { $0.handed = [2: 0] }
        script.answer()
        for client in script.clients(of: 2) { script.disconnect(client) }
        let causes = Checker.check(script.manifest, script.sources).causes.filter { $0.violation == .lost }
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.condition) == [nil])
        #expect(causes.map(\.count) == [15])
    }

    @Test func nobodyKnowsWhereWhenAHistoryIsMissing() {
        var script = WayScript()
        script.missing = [2]
        script.send(3)
        script.send(2) { $0.received = [2: 0] }
        script.send(3)
        #expect(Self.lost(script).map(\.hop) == [.unknown])
        #expect(Self.lost(script).map(\.condition) == ["the record of the nodes is incomplete"])
    }

    // MARK: Servers that record nothing

    static func foreign(nodes: UInt32 = 3, _ change: (inout WayScript) -> Void) -> [Cause] {
        var script = WayScript(nodes: nodes, clients: nodes * 2)
        script.hasHops = false
        script.send(3)
        change(&script)
        script.send(3)
        return lost(script)
    }

    @Test func theShapeOfALossTellsWhereItProbablyWas() {
        let one = Self.foreign { $0.send(2) { $0.handed = [2: 0] } }
        #expect(one.map(\.hop) == [.redisToNode])
        #expect(one.map(\.evidence) == [.shape])
        #expect(
            one.map(\.sentence) == [
                "2 messages lost for each of 2 clients probably at n2 <- Redis, first p1/4, last p1/5"
            ]
        )
        let others = Self.foreign { $0.send(2) { $0.handed = [2: 0, 3: 0] } }
        #expect(others.map(\.hop) == [.nodeToRedis])
        #expect(others.map(\.place) == ["n1 -> Redis"])
        let all = Self.foreign { $0.send(2) { $0.handed = [1: 0, 2: 0, 3: 0] } }
        #expect(all.map(\.hop) == [.sendingNode])
        let client = Self.foreign { $0.send(2) { $0.seen = [3: 0] } }
        #expect(client.map(\.hop) == [.nodeToClient])
        #expect(client.map(\.place) == ["n3 -> c3"])
    }

    /// Nodes that are told not to record hops still record their subscriptions.
    @Test func aSubscriptionThatWasDownIsNamedWithoutHopsToo() {
        let causes = Self.foreign(nodes: 2) { script in
            script.backplane(2, isSubscribed: false)
            script.send(2) { $0.handed = [2: 0] }
            script.backplane(2, isSubscribed: true)
        }
        #expect(causes.map(\.hop) == [.redisToNode])
        #expect(causes.map(\.condition) == ["its subscription was down"])
        #expect(causes.map(\.evidence) == [.shape])
    }

    @Test func theShapeOfALossDoesNotTellEverything() {
        // Of two nodes, one of which published: into Redis and out of it look the same.
        let two = Self.foreign(nodes: 2) { $0.send(2) { $0.handed = [2: 0] } }
        #expect(two.map(\.hop) == [.unknown])
    }

    @Test func whatCameWhileAClientWasBehindFellOutOfTheRing() {
        var script = WayScript(clients: 2)
        script.send(5)
        let sentAt = script.time
        let late = script.send { $0.seen = [2: 0] }
        script.send(300) { $0.handed = [2: 0] }
        script.send(1_100) { $0.handed = [2: 0] }
        script.time += 50_000_000
        script.deliver(late, to: 2, sentAt: sentAt)
        for sequence in late + 301...late + 1_400 {
            script.hop(.handed, 2, sequence, extra: 1)
            script.deliver(sequence, to: 2, sentAt: script.time - 50_000_000)
        }
        script.send(5)
        let causes = Self.lost(script)
        #expect(causes.map(\.count) == [300])
        #expect(causes.map(\.hop) == [.receivingNode])
        #expect(causes.map(\.condition) == ["over 1 000 messages came while the client was behind"])
    }
}
