import Testing

@testable import Core

@Suite struct LinkFaultReadingTests {
    private func faults(_ lines: String...) throws -> [AnyFault] {
        try ScenarioFixture.scenario(Self.text(lines)).faults.map(\.fault)
    }

    private func problems(_ lines: String...) -> [String] { ScenarioFixture.problems(Self.text(lines)) }

    private static func text(_ lines: [String]) -> String {
        """
        scenario: s
        nodes: {count: 3}
        traffic: [{count: 100}]
        faults:
        \(lines.map { "  - {at: 1s, do: \($0)}" }.joined(separator: "\n"))
        """
    }

    private let sub = LinkAim(LinkSelector(.node(NodeID(2)), .sub))

    @Test func readsEveryVerbWithItsDefaults() throws {
        let all = LinkSelector(.node(NodeID(2)), .all)
        #expect(
            try faults(
                "link.reset, link: n2.sub",
                "link.blackhole, link: n2.sub, for: 1s",
                "link.refuse, link: n2.sub, for: 1s",
                "link.accept-hang, link: n2.sub, for: 1s",
                "link.latency, link: c1, delay: 20ms",
                "link.bandwidth, link: n1.pub, rate: 100KB/s",
                "link.hold, link: n2.sub, for: 50ms",
                "link.cut-mid-frame, link: n2.sub",
                "link.idle-cull, link: n1.sub, idle: 1s",
                "link.partition, sides: [[n3], [servers]], for: 1s",
                "node.stall-reads, node: n3, for: 1s"
            ) == [
                AnyFault(LinkReset(sub)), AnyFault(LinkBlackhole(sub, forMilliseconds: 1_000)),
                AnyFault(LinkRefuse(sub, forMilliseconds: 1_000)),
                AnyFault(LinkAcceptHang(sub, forMilliseconds: 1_000)),
                AnyFault(LinkLatency(LinkAim(LinkSelector(.client(ClientID(1)), .all)), delayMilliseconds: 20)),
                AnyFault(LinkBandwidth(LinkAim(LinkSelector(.node(NodeID(1)), .pub)), bytesPerSecond: 100_000)),
                AnyFault(LinkHold(sub, .command(nil), forMilliseconds: 50)), AnyFault(LinkCutMidFrame(sub)),
                AnyFault(LinkIdleCull(LinkAim(LinkSelector(.node(NodeID(1)), .sub)), idleMilliseconds: 1_000)),
                AnyFault(LinkPartition([[.one(.node(NodeID(3)))], [.servers]], forMilliseconds: 1_000)),
                AnyFault(NodeStallReads(node: NodeID(3), forMilliseconds: 1_000)),
            ]
        )
        #expect(all.description == "n2")
    }

    @Test func readsEveryField() throws {
        let target = LinkAim(LinkSelector(.nodes, .redis), to: .server(ServerID(1)))
        #expect(
            try faults(
                "link.reset, link: nodes.redis, to: r1, manner: close",
                "link.blackhole, link: n2.sub, direction: from, connections: existing, for: 1s, heal: reset",
                "link.latency, link: n1.clients, delay: 5ms, jitter: 3ms, direction: to, for: 2s",
                "link.bandwidth, link: n1.pub, rate: 1MiB/s, direction: from, for: 2s",
                "link.hold, link: n2.sub, what: command, name: subscribe, nth: 2, for: 50ms",
                "link.hold, link: n2.sub, what: connect, for: 50ms",
                "link.cut-mid-frame, link: n1.pub, direction: to, nth: 3, bytes: 20B, manner: close",
                "link.idle-cull, link: n3.sub, idle: 1s, manner: reset, for: 5s",
                "link.partition, sides: [[n1, clients], [r1, n2], [n3]], for: 1s, heal: reset",
                "node.stall-reads, node: n3, role: clients, for: 1s"
            ) == [
                AnyFault(LinkReset(target, manner: .close)),
                AnyFault(
                    LinkBlackhole(sub, ways: .from, connections: .existing, forMilliseconds: 1_000, heal: .reset)
                ),
                AnyFault(
                    LinkLatency(
                        LinkAim(LinkSelector(.node(NodeID(1)), .clients)),
                        delayMilliseconds: 5,
                        jitterMilliseconds: 3,
                        ways: .to,
                        forMilliseconds: 2_000
                    )
                ),
                AnyFault(
                    LinkBandwidth(
                        LinkAim(LinkSelector(.node(NodeID(1)), .pub)),
                        bytesPerSecond: 1_048_576,
                        ways: .from,
                        forMilliseconds: 2_000
                    )
                ),
                AnyFault(LinkHold(sub, .command("SUBSCRIBE"), nth: 2, forMilliseconds: 50)),
                AnyFault(LinkHold(sub, .connect, forMilliseconds: 50)),
                AnyFault(
                    LinkCutMidFrame(
                        LinkAim(LinkSelector(.node(NodeID(1)), .pub)),
                        direction: .to,
                        nth: 3,
                        afterBytes: 20,
                        manner: .close
                    )
                ),
                AnyFault(
                    LinkIdleCull(
                        LinkAim(LinkSelector(.node(NodeID(3)), .sub)),
                        idleMilliseconds: 1_000,
                        manner: .reset,
                        forMilliseconds: 5_000
                    )
                ),
                AnyFault(
                    LinkPartition(
                        [
                            [.one(.node(NodeID(1))), .clients], [.one(.server(ServerID(1))), .one(.node(NodeID(2)))],
                            [.one(.node(NodeID(3)))],
                        ],
                        forMilliseconds: 1_000,
                        heal: .reset
                    )
                ),
                AnyFault(NodeStallReads(node: NodeID(3), role: .clients, forMilliseconds: 1_000)),
            ]
        )
    }

    @Test func healsLinksAndPartitions() throws {
        let healed = try ScenarioFixture.scenario(
            """
            scenario: s
            traffic: [{count: 100}]
            faults:
              - {at: 1s, do: link.latency, link: n2.sub, delay: 5ms}
              - {at: 2s, do: link.heal, link: n2.sub}
              - {at: 1s, do: link.partition, sides: [[n1], [r1]]}
              - {at: 2s, do: link.heal, sides: [[n1], [r1]]}
            """
        ).faults.map(\.fault)
        #expect(healed[1] == AnyFault(LinkHeal(.link(sub.link))))
        #expect(healed[3] == AnyFault(LinkHeal(.partition([[.one(.node(NodeID(1)))], [.one(.server(ServerID(1)))]]))))
    }

    @Test(arguments: [
        ("link.reset, link: n2.sup", "is no link"), ("link.reset, link: n9.sub", "there is no node n9"),
        ("link.reset, link: c9", "there is no client c9"), ("link.reset, link: r2.replication", "no replica"),
        ("link.reset, link: n1.discovery", "no sentinels"), ("link.reset, link: n1.redis, to: r3", "no server r3"),
        ("link.reset, link: n1.redis, to: all", "is no end of a link"), ("link.reset, link: c1, to: r1", "go to nodes"),
        ("link.latency, link: n1.sub", "needs the key 'delay'"),
        ("link.bandwidth, link: n1.sub, rate: 100KB", "has no known unit"),
        ("link.hold, link: c1, what: command, name: PUBLISH, for: 1s", "have no names"),
        ("link.hold, link: n1.sub, what: reply, name: PUBLISH, for: 1s", "only commands have names"),
        ("link.idle-cull, link: n1.sub, idle: 2s, for: 1s", "would be over"),
        ("link.partition, sides: [[n1]]", "fewer than two sides"),
        ("link.partition, sides: [[n1], [nodes]]", "overlap"), ("link.partition, sides: [[n1], [n1]]", "twice"),
        ("link.partition, sides: [[n1], [x]]", "nobody is called 'x'"),
        ("link.partition, sides: [[n1], [balancer]]", "has no balancer"),
        ("link.heal", "does not say what heals"), ("node.stall-reads, node: n9", "there is no node n9"),
    ])
    func refusesWhatCannotBe(fault: String, problem: String) {
        let found = problems(fault)
        #expect(found.contains { $0.contains(problem) }, "\(found)")
    }

    @Test func refusesTheSameImpairmentOfOneLinkTwiceAtATime() {
        let found = problems(
            "link.latency, link: n2.sub, delay: 5ms, for: 1s",
            "link.latency, link: n2.redis, delay: 9ms"
        )
        #expect(found.contains { $0.contains("latency of n2.sub") }, "\(found)")
        let other = problems(
            "link.latency, link: n2.sub, delay: 5ms, for: 1s",
            "link.latency, link: n1.redis, delay: 9ms"
        )
        #expect(other.isEmpty, "\(other)")
    }
}
