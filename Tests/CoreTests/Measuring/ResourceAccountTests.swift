import Core
import Testing

/// What has grown between two looks, and what cannot be said.
@Suite struct ResourceAccountTests {
    /// Nodes with two connections each to one data server, `r1`, while `r2` is its replica.
    private static func look(_ nodes: ClosedRange<UInt32> = 1...2, at server: String = "r1") -> ResourceLook {
        var look = ResourceLook()
        for node in nodes { look.nodes[NodeID(node)] = ResourceLook.Node(sockets: 5, memory: 1_000) }
        for name in ["r1", "r2"] {
            let connections = Dictionary(uniqueKeysWithValues: nodes.map { (NodeID?.some(NodeID($0)), 2) })
            look.servers[name] = ResourceLook.Server(
                connections: name == server ? connections : [:],
                channels: name == server ? ["chat"] : [],
                patterns: 0,
                keys: 1
            )
        }
        return look
    }

    private func growth(_ account: ResourceAccount) -> [String: Int] {
        Dictionary(uniqueKeysWithValues: account.readings.map { ("\($0.resource.rawValue) of \($0.owner)", $0.growth) })
    }

    private func grown(_ account: ResourceAccount) -> [String] {
        growth(account).filter { $0.value > 0 }.map { "\($0.key) by \($0.value)" }.sorted()
    }

    @Test func nodesAreAtRestWhenNothingButMemoryChangesAndAllConnectionsSayWhose() {
        let first = Self.look()
        var next = first
        next.nodes[NodeID(1)]?.memory = 9_000
        #expect(next.holdsTheSame(as: first) && !next.holdsNameless)
        next.nodes[NodeID(1)]?.sockets = 6
        #expect(!next.holdsTheSame(as: first))
        next = first
        next.servers["r1"]?.connections[NodeID(2)] = 1
        next.servers["r1"]?.connections[nil] = 1
        #expect(!next.holdsTheSame(as: first) && next.holdsNameless)
        next = first
        next.servers["r2"] = nil
        next.silent["r2"] = "it was frozen"
        #expect(!next.holdsTheSame(as: first))
    }

    @Test func whatIsAsBeforeHasNotGrown() {
        let account = ResourceAccount(before: Self.look(), after: Self.look())
        #expect(!account.hasGrown)
        #expect(account.unread.isEmpty)
        #expect(
            growth(account).keys.sorted() == [
                "channels of redis", "keys of r1", "keys of r2", "memory of n1", "memory of n2", "redis-clients of n1",
                "redis-clients of n2", "sockets of n1", "sockets of n2",
            ]
        )
    }

    @Test func whatNeverCameToRestIsNotCompared() {
        var before = Self.look()
        before.servers["r1"]?.passing = 1
        #expect(before.holdsPassing && !Self.look().holdsPassing)
        before.isSettled = false
        let account = ResourceAccount(before: before, after: Self.look())
        #expect(account.unread.map(\.resource) == [.redisClients, .channels, .sockets])
        #expect(account.unread.allSatisfy { $0.reason.contains("did not come to rest") })
        #expect(Set(account.readings.map(\.resource)) == [.keys, .memory])
    }

    @Test func aServerThatIsSilentBothTimesIsUnreadInEverything() {
        var look = Self.look()
        look.servers["r2"] = nil
        look.silent["r2"] = "it was frozen"
        let unread = ResourceAccount(before: look, after: look).unread
        #expect(Set(unread.map(\.resource)) == [.redisClients, .channels, .keys])
        #expect(unread.allSatisfy { $0.owner == "r2" })
        #expect(look.isPartial && !Self.look().isPartial)
    }

    @Test func aFailoverLeaksNothing() {
        let account = ResourceAccount(before: Self.look(), after: Self.look(at: "r2"))
        #expect(!account.hasGrown)
        #expect(account.unread.isEmpty)
    }

    @Test func aLeakIsThatOfItsNode() {
        var after = Self.look(at: "r2")
        after.servers["r2"]?.connections[NodeID(2)] = 3
        after.servers["r1"]?.channels = ["other"]
        #expect(
            grown(ResourceAccount(before: Self.look(), after: after))
                == ["channels of redis by 1", "redis-clients of n2 by 1"]
        )
    }

    @Test func oneNodesLeakIsNotHiddenByAnotherThatIsGone() {
        var after = Self.look(1...1)
        after.servers["r1"]?.connections[NodeID(1)] = 4
        let account = ResourceAccount(before: Self.look(), after: after)
        #expect(grown(account) == ["redis-clients of n1 by 2"])
        #expect(account.unread.isEmpty)
    }

    @Test func aNodeThatIsGoneHoldsNothing() {
        var after = Self.look(1...1)
        after.servers["r1"]?.connections[NodeID(2)] = 1
        #expect(grown(ResourceAccount(before: Self.look(), after: after)) == ["redis-clients of n2 by 1"])
    }

    @Test func aNodeThatWasAddedMayHoldWhatTheOthersHeld() {
        var after = Self.look(1...3)
        #expect(!ResourceAccount(before: Self.look(), after: after).hasGrown)
        #expect(ResourceAccount(before: Self.look(), after: after).unread.isEmpty)
        after.servers["r1"]?.connections[NodeID(3)] = 3
        after.nodes[NodeID(3)]?.sockets = 7
        #expect(
            grown(ResourceAccount(before: Self.look(), after: after))
                == ["redis-clients of n3 by 1", "sockets of n3 by 2"]
        )
    }

    @Test func aServerThatIsNotCountedIsNamed() {
        var after = Self.look()
        after.servers["r2"] = nil
        after.silent["r2"] = "it was frozen"
        let account = ResourceAccount(before: Self.look(), after: after)
        #expect(account.unread.map(\.resource) == [.redisClients, .channels, .keys])
        #expect(Set(account.unread.map(\.owner)) == ["r2"])
        #expect(account.unread[0].reason == "at the end it was frozen")
        // What the others hold is told all the same.
        #expect(growth(account)["redis-clients of n1"] == 0)
    }

    @Test func aServerThatIsDownHoldsNoConnections() {
        var after = Self.look(at: "r2")
        after.servers["r1"] = nil
        after.down = ["r1"]
        let account = ResourceAccount(before: Self.look(), after: after)
        #expect(
            account.unread.map { "\($0.resource.rawValue) of \($0.owner): \($0.reason)" } == [
                "keys of r1: at the end it was down"
            ]
        )
        after.servers = [:]
        after.down = ["r1", "r2"]
        let nobody = ResourceAccount(before: Self.look(), after: after)
        #expect(nobody.unread.contains { $0.resource == .redisClients && $0.reason.contains("no data server") })
        #expect(!nobody.readings.contains { $0.resource == .redisClients || $0.resource == .channels })
    }

    @Test func connectionsWithoutANameAreCountedWhereNodesStay() {
        var (before, after) = (Self.look(), Self.look())
        before.servers["r1"]?.connections[nil] = 4
        after.servers["r1"]?.connections[nil] = 5
        #expect(grown(ResourceAccount(before: before, after: after)) == ["redis-clients of redis by 1"])
        after.nodes[NodeID(2)] = nil
        let account = ResourceAccount(before: before, after: after)
        #expect(account.unread.map(\.resource) == [.redisClients])
        #expect(account.unread.first?.reason.contains("do not tell whose they are") == true)
    }

    @Test func aProcessThatCannotBeLookedIntoIsNamed() {
        var after = Self.look()
        after.nodes[NodeID(2)]?.sockets = nil
        let account = ResourceAccount(before: Self.look(), after: after)
        #expect(account.unread.map { "\($0.resource.rawValue) of \($0.owner)" } == ["sockets of n2"])
    }
}
