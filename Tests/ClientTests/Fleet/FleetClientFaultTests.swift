import Core
import Testing

@testable import Client

/// What faults do to the clients of a process.
@Suite(.timeLimit(.minutes(2))) struct FleetClientFaultTests {
    private let c1 = ClientID(1)
    private let c2 = ClientID(2)
    private let red: AudienceNumber = 1

    private func start(
        _ servers: [FakeServer],
        clients: [ClientPlan],
        publishers: [PublisherPlan] = [],
        reconnect: ReconnectPolicy = .resume
    ) async throws -> FleetBench {
        let nodes = servers.enumerated().map { $1.address(NodeID(index: $0)) }
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

    private func plan(_ number: UInt32, groups: [AudienceNumber] = [], isLate: Bool = false) -> ClientPlan {
        ClientPlan(client: ClientID(number), node: NodeID(1), groups: groups, isLate: isLate)
    }

    private func connections(_ bench: FleetBench, of client: UInt32 = 1) -> [UInt16] {
        bench.history.records(.connected).filter { $0.subject == client }.map(\.detail)
    }

    @Test func aSilentDropLeavesTheSocketOpenUntilTheClientIsBack() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [plan(1)], reconnect: .fresh)
        let order = ClientDropOrder([c1], manner: .silence, awayMilliseconds: 300)
        #expect(await bench.act(1, .drop(order)) == 1)
        // The server does not know, and nobody reads what it sends.
        let sockets = try await server.with { hub in
            hub.publish(.all, "unseen")
            return hub.sockets.count
        }
        #expect(sockets == 1)
        #expect(await bench.restored(1) == 1)
        while try await server.with({ $0.sockets.count }) != 1 { await Task.yield() }
        try await bench.stop()
        #expect(bench.history.records(.foreign).isEmpty)
        #expect(bench.history.records(.disconnected).first?.flags == DisconnectReason.dropped.rawValue)
        #expect(try await server.with { $0.politeCloses } == 1)
        try await server.stop()
    }

    @Test(arguments: [(ClientReturn.same, [UInt16(1), 1]), (.next, [1, 2]), (.placed, [1, 1])])
    func aDroppedClientReturnsWhereItIsTold(returning: ClientReturn, nodes: [UInt16]) async throws {
        let servers = [try await FakeServer.start(), try await FakeServer.start()]
        var plan = plan(1)
        plan.sticky = true
        let bench = try await start(servers, clients: [plan])
        await bench.act(1, .drop(ClientDropOrder([c1], manner: .close, returning: returning)))
        await bench.restored(1)
        try await bench.stop()
        #expect(connections(bench) == nodes)
        for server in servers { try await server.stop() }
    }

    @Test func cutsAreSpreadEvenly() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: (1...5).map { plan($0) })
        let order = ClientDropOrder((1...5).map { ClientID($0) }, manner: .reset, spreadMilliseconds: 250)
        #expect(await bench.act(3, .drop(order)) == 5)
        #expect(await bench.restored(3) == 5)
        try await bench.stop()
        let cuts = bench.history.records(.disconnected).filter { $0.flags == DisconnectReason.dropped.rawValue }
        #expect(Set(cuts.map(\.subject)).count == 5)
        let times = cuts.map(\.time)
        #expect((times.last ?? 0) - (times.first ?? 0) >= 190_000_000)
        try await server.stop()
    }

    @Test func aFrozenClientReadsNothingAndLosesNothing() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(
            [server],
            clients: [plan(1), plan(2)],
            publishers: [publisherPlan(1, client: 1, count: 50)]
        )
        #expect(await bench.act(1, .freeze([c2])) == 1)
        await bench.command(.start, until: .trafficDone)
        #expect(bench.history.records(.delivered).allSatisfy { $0.subject == 1 })
        #expect(await bench.undo(1) == 1)
        try await bench.stop()
        #expect(bench.history.records(.delivered).count { $0.subject == 2 } == 50)
        #expect(bench.history.records(.connected).count == 2)
        try await server.stop()
    }

    @Test func aFreezeEndsWithAConnectionThatTheServerCut() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [plan(1)])
        await bench.act(1, .freeze([c1]))
        try await server.with { $0.sockets[0].close() }
        await bench.undo(1)
        await bench.progress { $0.reconnected == 1 }
        try await bench.stop()
        try await server.stop()
    }

    @Test func clientsJoinAndLeaveAndAreAsTheyWere() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [plan(1), plan(2, groups: [1])])
        // c2 is in it already.
        #expect(await bench.act(1, .join([c1, c2], group: red)) == 1)
        await bench.progress { $0.joined == 2 }
        #expect(await bench.act(2, .leave([c2], group: red)) == 1)
        await bench.progress { $0.joined == 1 }
        #expect(await bench.undo(1) == 1)
        #expect(await bench.undo(2) == 1)
        await bench.progress { $0.joined == 1 }
        try await bench.stop()
        let kinds = { (client: UInt32) in
            bench.history.records.filter { $0.subject == client && (5...10).contains($0.kind.rawValue) }.map(\.kind)
        }
        #expect(kinds(1) == [.joinInvoked, .joined, .leaveInvoked, .left])
        #expect(kinds(2) == [.joinInvoked, .joined, .leaveInvoked, .left, .joinInvoked, .joined])
        try await server.stop()
    }

    @Test func aLeaveOfUnknownOutcomeIsAskedForAgain() async throws {
        var script = FakeServer.Script()
        script.unanswered = ["Leave"]
        let server = try await FakeServer.start(script)
        let bench = try await start([server], clients: [plan(1, groups: [1])])
        bench.command(.act(fault: 1, .leave([c1], group: red)))
        while try await server.with({ !$0.calls.contains("Leave(red)") }) { await Task.yield() }
        try await server.with { hub in
            hub.script.unanswered = []
            hub.sockets[0].close()
        }
        await bench.event { $0 == .applied(fault: 1, count: 1) }
        try await bench.stop()
        #expect(bench.history.records(.leaveFailed).map(\.flags) == [Outcome.info.rawValue])
        #expect(bench.history.records(.left).count == 1)
        try await server.stop()
    }

    @Test func churnEndsAsItBegan() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [plan(1, groups: [1]), plan(2)])
        #expect(await bench.act(1, .churn([c1, c2], group: red, periodMilliseconds: 40)) == 2)
        #expect(await bench.act(2, .churn([c2], group: nil, periodMilliseconds: 60)) == 1)
        while bench.history.records(.left).count < 4 || bench.history.records(.lifeEnded).count < 2 {
            await Task.yield()
        }
        #expect(await bench.undo(2) >= 2)
        #expect(await bench.undo(1) >= 2)
        await bench.progress { $0.connected == 2 && $0.gone == 0 && $0.joined == 1 }
        try await bench.stop()
        let ends = bench.history.records(.disconnected).filter { $0.flags == DisconnectReason.departed.rawValue }
        #expect(ends.allSatisfy { $0.subject == 2 })
        #expect(bench.history.records(.connected).count { $0.subject == 2 } == ends.count + 1)
        try await server.stop()
    }

    @Test func aClosedClientIsGoneUntilItIsOpened() async throws {
        let servers = [try await FakeServer.start(), try await FakeServer.start()]
        let bench = try await start(servers, clients: [plan(1, groups: [1]), plan(2)])
        #expect(await bench.act(1, .close([c1], returns: false)) == 1)
        await bench.progress { $0.gone == 1 && $0.connected == 1 && $0.joined == 0 }
        await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 1, silent: []))
        #expect(await bench.act(2, .open([c1, c2], node: NodeID(2))) == 1)
        await bench.progress { $0.gone == 0 && $0.connected == 2 && $0.joined == 1 }
        try await bench.stop()
        #expect(bench.history.records(.disconnected).first?.flags == DisconnectReason.departed.rawValue)
        #expect(bench.history.records(.lifeEnded).first?.subject == 1)
        #expect(connections(bench) == [1, 2])
        #expect(try await servers[0].with { $0.aborts } == 2)
        for server in servers { try await server.stop() }
    }

    @Test func lateClientsAreNotWaitedFor() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], clients: [plan(1), plan(2, groups: [1], isLate: true)])
        await bench.progress { $0.connected == 1 && $0.gone == 1 }
        #expect(await bench.act(1, .open([c2], node: nil)) == 1)
        await bench.progress { $0.connected == 2 && $0.gone == 0 && $0.joined == 1 }
        try await bench.stop()
        try await server.stop()
    }

    @Test func theSentinelOfADroppedPublisherGoesOverAnotherConnection() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(
            [server],
            clients: [plan(1), plan(2)],
            publishers: [publisherPlan(1, client: 1, rate: 100)],
            reconnect: .never
        )
        bench.command(.start)
        await bench.progress { $0.acknowledged >= 3 }
        await bench.act(1, .drop(ClientDropOrder([c1], manner: .reset)))
        await bench.restored(1)
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.outcome) == [.ok])
        await bench.command(.settle(sentinels), until: .settled)
        try await bench.stop()
        #expect(bench.history.records(.delivered).last?.subject == 2)
        try await server.stop()
    }

    @Test func behindABalancerTheAnswersTellTheNode() async throws {
        var script = FakeServer.Script()
        script.name = "n7"
        let named = try await FakeServer.start(script)
        let nameless = try await FakeServer.start()
        for (server, node) in [(named, UInt16(7)), (nameless, 0)] {
            let bench = try await FleetBench(fleetSettings([], clients: [plan(1)], balancer: server.port))
            await bench.command(.connect, until: .connected)
            try await bench.stop()
            #expect(bench.history.records(.connectInvoked).map(\.detail) == [0])
            #expect(connections(bench) == [node])
            try await server.stop()
        }
    }

    @Test func countsSeparatelyWhoIsWatched() async throws {
        let server = try await FakeServer.start()
        let watched = WatchedSubjects(clients: [c2], publishers: [PublisherID(1)], nodes: [NodeID(1)], groups: ["red"])
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [plan(1), plan(2, groups: [1])],
                publishers: [publisherPlan(1, count: 5)],
                audiences: [.all, .group("red")],
                watched: watched
            )
        )
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        await bench.act(1, .drop(ClientDropOrder([c1, c2], manner: .reset)))
        await bench.restored(1)
        await bench.progress { progress in
            guard let counts = progress.watched else { return false }
            return counts.delivered == [ClientID(2): 5] && counts.published == [PublisherID(1): 5]
                && counts.connected == [NodeID(1): 2] && counts.joined == ["red": 1]
                && counts.reconnecting == [ClientID(2): 1]
        }
        try await bench.stop()
        try await server.stop()
    }
}
