import Core
import Testing

@Suite struct LinkPlanTests {
    private let n1 = LinkEnd.node(NodeID(1))
    private let n2 = LinkEnd.node(NodeID(2))
    private let r1 = LinkEnd.server(ServerID(1))
    private let r2 = LinkEnd.server(ServerID(2))
    private let s1 = LinkEnd.sentinel(SentinelID(1))
    private let s2 = LinkEnd.sentinel(SentinelID(2))

    private func plan(_ faults: any Fault..., hook: LinkHook? = nil) -> LinkPlan {
        var specs = faults.map { FaultSpec(trigger: .at(milliseconds: 0), $0) }
        if let hook { specs.append(FaultSpec(trigger: .hook(hook), NodeKill(node: NodeID(1), downMilliseconds: 1))) }
        return LinkPlan(specs)
    }

    private func aim(_ text: String) throws -> LinkAim { LinkAim(try #require(LinkSelector(text))) }

    @Test func aScenarioWithoutLinkFaultsNeedsNone() {
        let plan = plan(NodeKill(node: NodeID(1), downMilliseconds: 5))
        #expect(plan.isEmpty)
        #expect(!plan.needsLink(LinkEdge(from: n1, to: r1, role: .sub)))
        #expect(plan.edge(of: ClientID(1), to: n1) == nil)
        #expect(!plan.needsFront(r1, among: [r1, r2, s1]))
    }

    @Test func onlyTouchedEdgesNeedALink() throws {
        let plan = plan(LinkReset(try aim("n2.sub")))
        #expect(!plan.isEmpty)
        #expect(plan.needsLink(LinkEdge(from: n2, to: r1, role: .sub)))
        #expect(plan.needsLink(LinkEdge(from: n2, to: r2, role: .sub)))
        #expect(!plan.needsLink(LinkEdge(from: n2, to: r1, role: .pub)))
        #expect(!plan.needsLink(LinkEdge(from: n1, to: r1, role: .sub)))
        #expect(!plan.needsFrames(LinkEdge(from: n2, to: r1, role: .sub)))
        #expect(!plan.needsFront(r1, among: [r1, r2]))
    }

    @Test func whoeverIsFoundByWhatItAnnouncesNeedsAFront() throws {
        let all = [r1, r2, s1, s2]
        let replication = plan(LinkBlackhole(try aim("r2.replication")))
        #expect(all.map { replication.needsFront($0, among: all) } == [true, false, false, false])
        let replicas = plan(LinkBlackhole(try aim("replicas.replication")))
        #expect(all.map { replicas.needsFront($0, among: all) } == [true, true, false, false])
        let monitor = plan(LinkBlackhole(try aim("s1.monitor")))
        #expect(all.map { monitor.needsFront($0, among: all) } == [true, true, false, false])
        let gossip = plan(LinkBlackhole(try aim("s1.gossip")))
        #expect(all.map { gossip.needsFront($0, among: all) } == [false, false, false, true])
        let discovery = plan(LinkBlackhole(try aim("n1.discovery")))
        #expect(all.map { discovery.needsFront($0, among: all) } == [false, false, false, false])
        #expect(discovery.needsLink(LinkEdge(from: n1, to: s1, role: .discovery)))
    }

    @Test func clientsThatNoFaultNamesShareAnEdge() throws {
        let plan = plan(LinkReset(try aim("c3")), LinkLatency(try aim("n1.clients"), delayMilliseconds: 5))
        let client = LinkEnd.client(ClientID(3))
        #expect(plan.edge(of: ClientID(3), to: n1) == LinkEdge(from: client, to: n1, role: .client))
        #expect(plan.edge(of: ClientID(3), to: n2) == LinkEdge(from: client, to: n2, role: .client))
        #expect(plan.edge(of: ClientID(1), to: n1) == LinkEdge(from: .clients, to: n1, role: .client))
        #expect(plan.edge(of: ClientID(1), to: n2) == nil)
    }

    @Test func aPartitionNeedsTheEdgesThatCrossIt() {
        let plan = plan(LinkPartition([[.one(n1), .one(r1), .one(s1)], [.one(n2), .one(r2)]]))
        #expect(plan.needsLink(LinkEdge(from: n1, to: r2, role: .sub)))
        #expect(plan.needsLink(LinkEdge(from: r2, to: r1, role: .replication)))
        #expect(plan.needsLink(LinkEdge(from: n2, to: s1, role: .discovery)))
        #expect(!plan.needsLink(LinkEdge(from: n1, to: r1, role: .sub)))
        #expect(!plan.needsLink(LinkEdge(from: n1, to: s2, role: .discovery)))
        let all = [r1, r2, s1, s2]
        #expect(all.map { plan.needsFront($0, among: all) } == [true, true, false, false])
    }

    @Test func onlyWhatIsFoundByFramesLooksAtBytes() throws {
        let sub = LinkEdge(from: n1, to: r1, role: .sub)
        let pub = LinkEdge(from: n1, to: r1, role: .pub)
        let link = try aim("n1.sub")
        #expect(plan(LinkHold(link, .reply, forMilliseconds: 5)).needsFrames(sub))
        #expect(!plan(LinkHold(link, .reply, forMilliseconds: 5)).needsFrames(pub))
        #expect(!plan(LinkHold(link, .connect, forMilliseconds: 5)).needsFrames(sub))
        #expect(plan(LinkCutMidFrame(link)).needsFrames(sub))
        #expect(plan(hook: LinkHook(link.link, .command("PUBLISH"))).needsFrames(sub))
        #expect(plan(hook: LinkHook(link.link, .connect)).needsLink(sub))
        #expect(!plan(hook: LinkHook(link.link, .connect)).needsFrames(sub))
    }

    @Test func scopesKnowWhatTheyContain() throws {
        let edge = LinkEdge(from: n1, to: r1, role: .sub)
        let link = try #require(LinkSelector("nodes.redis"))
        #expect(LinkScope.link(link).contains(edge))
        #expect(LinkScope.link(link, to: [r1]).contains(edge))
        #expect(!LinkScope.link(link, to: [r2]).contains(edge))
        #expect(LinkScope.between([[.nodes], [.servers]]).contains(edge))
        #expect(!LinkScope.between([[.nodes, .servers], [.sentinels]]).contains(edge))
        #expect(LinkScope.link(link, to: [r2, r1]).description == "nodes.redis to r1, r2")
        #expect(LinkScope.between([[.nodes, .one(r1)], [.clients]]).description == "nodes, r1 | clients")
    }

    @Test func aWatchCountsOverAllItsEdges() {
        let scope = LinkScope.link(LinkSelector(.nodes, .pub))
        let first = LinkEdge(from: n1, to: r1, role: .pub)
        let second = LinkEdge(from: n2, to: r1, role: .pub)
        var watch = LinkWatch(scope, .command("PUBLISH"), nth: 2)
        let publish = LinkFrame(start: 0, name: "PUBLISH")
        #expect(watch.sees(LinkFrame(start: 0, name: "PING"), .to, on: first) == false)
        #expect(watch.sees(publish, .to, on: first) == false)
        #expect(watch.sees(publish, .to, on: LinkEdge(from: n1, to: r1, role: .sub)) == false)
        #expect(watch.sees(publish, .to, on: second) == true)
        #expect(watch.isMet)
        #expect(watch.sees(publish, .to, on: second) == false)
        var replies = LinkWatch(scope, .reply)
        #expect(replies.sees(publish, .to, on: first) == false)
        #expect(replies.sees(LinkFrame(start: 9), .from, on: first) == true)
        var connects = LinkWatch(scope, .connect, nth: 2)
        #expect(connects.seesConnect(on: first) == false)
        #expect(connects.seesConnect(on: first) == true)
    }

    @Test func readsTheKernelsTable() {
        let table = TCPTable(
            parsing: """
                  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
                   0: 0100007F:18EB 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 51234 1 0
                   1: 0100007F:D1A2 0100007F:18EB 01 00000000:00000000 02:000A1B2C 00000000  1000        0 51240 2 0
                   2: 0100007F:18EB 0100007F:D1A2 08 00000000:00000000 00:00000000 00000000  1000        0 0 1 0
                """
        )
        #expect(table.entries.count == 3)
        #expect(table.entry(local: 53_666, remote: 6_379)?.inode == 51_240)
        #expect(table.entry(local: 53_666, remote: 6_379)?.state == .established)
        #expect(table.entry(local: 6_379, remote: 53_666)?.state == .closeWait)
        #expect(table.entry(local: 6_379, remote: 0)?.state == .listening)
        #expect(table.entry(local: 1, remote: 2) == nil)
    }
}
