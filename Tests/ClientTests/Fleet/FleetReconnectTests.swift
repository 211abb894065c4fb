import Core
import Testing

@testable import Client

@Suite(.timeLimit(.minutes(2))) struct FleetReconnectTests {
    private func start(
        _ servers: [FakeServer],
        clients: [ClientPlan],
        publishers: [PublisherPlan] = [],
        reconnect: ReconnectPolicy
    ) async throws -> FleetBench {
        let nodes = servers.enumerated().map { $1.address(NodeID(UInt32($0 + 1))) }
        let bench = try await FleetBench(
            fleetSettings(
                nodes,
                clients: clients,
                publishers: publishers,
                audiences: [.all, .group("red")],
                reconnect: reconnect
            )
        )
        await bench.command(.connect, until: .connected)
        return bench
    }

    private let member = ClientPlan(client: ClientID(1), node: NodeID(1), groups: [1])

    @Test func aResumedConnectionGetsWhatItMissedAndKeepsItsGroups() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(
            [server],
            clients: [member, ClientPlan(client: ClientID(2), node: NodeID(1))],
            publishers: [publisherPlan(1, client: 2, audiences: [1], count: 3)],
            reconnect: .resume
        )
        bench.command(.act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .reset, awayMilliseconds: 300))))
        await bench.event { $0 == .applied(fault: 1, count: 1) }
        await bench.command(.start, until: .trafficDone)
        await bench.event { $0 == .restored(fault: 1, count: 1) }
        let sentinels = await bench.finish()
        await bench.command(.settle(sentinels), until: .settled)
        try await bench.stop()
        let history = bench.history
        #expect(history.records(.delivered).map(\.sequence) == [1, 2, 3, 4])
        #expect(history.records(.joined).count == 1)
        let own = history.records.filter { $0.subject == 1 }
        let ends = own.filter { $0.kind == .disconnected }
        #expect(ends.first?.flags == DisconnectReason.dropped.rawValue)
        #expect(
            own.filter { $0.kind == .connected }.map(\.flags) == [ConnectionStart.fresh, .resumed].map(\.rawValue)
        )
        let starts = own.filter { $0.kind == .connectInvoked }.map(\.time)
        #expect((starts.last ?? 0) - (ends.first?.time ?? 0) >= 300_000_000)
        try await server.stop()
    }

    @Test func aFreshLifeJoinsItsGroupsAgain() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [member], reconnect: .fresh)
        bench.command(.act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .close, awayMilliseconds: 0))))
        await bench.event { $0 == .restored(fault: 1, count: 1) }
        await bench.progress { $0.joined == 1 && $0.reconnected == 1 }
        try await bench.stop()
        let kinds = bench.history.records.map(\.kind)
        #expect(
            kinds.prefix(10) == [
                .connectInvoked, .connected, .joinInvoked, .joined, .disconnected, .lifeEnded, .connectInvoked,
                .connected, .joinInvoked, .joined,
            ]
        )
        try await server.stop()
    }

    @Test func aClientThatNeverReturnsSaysSo() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(
            [server],
            clients: [member, ClientPlan(client: ClientID(2), node: NodeID(1))],
            publishers: [publisherPlan(1, client: 1, count: 1_000_000)],
            reconnect: .never
        )
        bench.command(.start)
        await bench.progress { $0.acknowledged >= 10 }
        bench.command(
            .act(fault: 4, .drop(ClientDropOrder([ClientID(1), ClientID(9)], manner: .reset, awayMilliseconds: 10)))
        )
        var seen: [ClientEvent] = []
        while seen.count < 3 {
            let event = await bench.event { if case .progress = $0 { false } else { true } }
            if let event { seen.append(event) }
        }
        #expect(seen.contains(.trafficDone))
        #expect(seen.contains(.applied(fault: 4, count: 1)))
        #expect(seen.contains(.restored(fault: 4, count: 0)))
        await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 1, silent: []))
        try await bench.stop()
        try await server.stop()
    }

    @Test func aRoundRobinClientGoesToTheNextNode() async throws {
        let first = try await FakeServer.start()
        let second = try await FakeServer.start()
        let bench = try await start(
            [first, second],
            clients: [
                ClientPlan(client: ClientID(1), node: NodeID(1)),
                ClientPlan(client: ClientID(2), node: NodeID(1), sticky: true),
            ],
            reconnect: .fresh
        )
        try await first.stop()
        await bench.progress { $0.reconnected == 1 }
        // The sticky one waits for its own node, wherever it comes back.
        let third = try await FakeServer.start()
        bench.command(.nodes([third.address(NodeID(1)), second.address(NodeID(2))]))
        await bench.progress { $0.reconnected == 2 }
        try await bench.stop()
        func nodes(_ client: UInt32) -> [UInt16] {
            bench.history.records(.connected).filter { $0.subject == client }.map(\.detail)
        }
        #expect(nodes(1) == [1, 2])
        #expect(nodes(2) == [1, 1])
        try await second.stop()
        try await third.stop()
    }

    @Test func aPublisherRetriesInOrderAfterAnOutage() async throws {
        var script = FakeServer.Script()
        script.unanswered = ["PublishAll"]
        let server = try await FakeServer.start(script)
        let bench = try await start(
            [server],
            clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
            publishers: [publisherPlan(1, count: 3, window: 3, retry: .untilAcknowledged)],
            reconnect: .resume
        )
        bench.command(.start)
        await bench.progress { $0.invoked == 3 }
        try await server.with { hub in
            hub.script.unanswered = []
            for socket in hub.sockets { socket.close() }
        }
        await bench.event { $0 == .trafficDone }
        try await bench.stop()
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.sequence) == [1, 2, 3, 1, 2, 3])
        #expect(ends.map(\.flags) == [Outcome.info, .info, .info, .ok, .ok, .ok].map(\.rawValue))
        #expect(ends.map(\.detail) == [1, 1, 1, 2, 2, 2])
        #expect(bench.history.records(.publishInvoked).map(\.sequence) == [1, 2, 3, 1, 2, 3])
        try await server.stop()
    }

    @Test func publishingWhileAwayFailsForCertain() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(
            [server],
            clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
            publishers: [publisherPlan(1, rate: 200, window: 50)],
            reconnect: .resume
        )
        bench.command(.start)
        await bench.progress { $0.acknowledged >= 5 }
        bench.command(.act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .reset, awayMilliseconds: 200))))
        await bench.progress { $0.failed >= 10 }
        await bench.progress { $0.reconnected == 1 }
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.outcome) == [.ok])
        try await bench.stop()
        let failed = bench.history.records(.publishEnded).filter { $0.flags == Outcome.fail.rawValue }
        #expect(failed.map { bench.history.text($0.extra) }.allSatisfy { $0 == "not connected" })
        let delivered = Set(bench.history.records(.delivered).map(\.sequence))
        #expect(delivered.isDisjoint(with: failed.map(\.sequence)))
        // Sequences are dense, whatever became of them.
        let invoked = Set(bench.history.records(.publishInvoked).map(\.sequence))
        #expect(invoked == Set(1...UInt32(invoked.count)))
        try await server.stop()
    }

    @Test func refusedReconnectsAreTriedAgain() async throws {
        var script = FakeServer.Script()
        script.reconnectFailures = 1
        let server = try await FakeServer.start(script)
        let bench = try await start([server], clients: [member], reconnect: .resume)
        try await server.with { $0.sockets[0].close() }
        await bench.progress { $0.reconnected == 1 }
        try await bench.stop()
        let starts = bench.history.records(.connectInvoked).map(\.time)
        #expect(starts.count == 3)
        #expect(starts[2] - starts[1] >= 2_000_000_000)
        #expect(bench.history.records(.lifeEnded).count == 1)
        try await server.stop()
    }

    @Test func aLifeThatWasGivenUpIsFollowedByAFreshOne() async throws {
        var script = FakeServer.Script()
        script.disconnectTimeoutSeconds = 0.3
        script.reconnectFailures = .max
        let server = try await FakeServer.start(script)
        let bench = try await start([server], clients: [member], reconnect: .resume)
        try await server.with { $0.sockets[0].close() }
        await bench.progress { $0.reconnected == 1 && $0.joined == 1 }
        try await bench.stop()
        #expect(bench.history.records(.connected).map(\.flags) == [0, 0])
        #expect(bench.history.records(.joined).count == 2)
        try await server.stop()
    }
}
