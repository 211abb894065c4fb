import Core
import Stream
import Testing

@testable import Client

/// Publishers with sessions, over servers with one log.
@Suite(.timeLimit(.minutes(2))) struct FleetSessionTests {
    private func start(
        _ servers: [FakeServer],
        clients: [ClientPlan] = [ClientPlan(client: ClientID(1), node: NodeID(1))],
        publishers: [PublisherPlan],
        reconnect: ReconnectPolicy = .resume
    ) async throws -> FleetBench {
        let nodes = servers.enumerated().map { $1.address(NodeID(UInt32($0 + 1))) }
        let settings = fleetSettings(
            nodes,
            clients: clients,
            publishers: publishers,
            audiences: [.all, .group("red")],
            reconnect: reconnect,
            sessions: true
        )
        let bench = try await FleetBench(settings)
        await bench.command(.connect, until: .connected)
        return bench
    }

    private func servers(_ count: Int, _ log: FakeLog) async throws -> [FakeServer] {
        var servers: [FakeServer] = []
        for _ in 0..<count {
            var script = FakeServer.Script()
            script.log = log
            servers.append(try await FakeServer.start(script))
        }
        return servers
    }

    @Test func messagesGoThroughOneSessionToTheirAudiences() async throws {
        let log = FakeLog()
        let servers = try await servers(1, log)
        let bench = try await start(
            servers,
            publishers: [publisherPlan(1, audiences: [0, 1], count: 6, window: 3, retry: .untilAcknowledged)]
        )
        await bench.command(.start, until: .trafficDone)
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.outcome) == [.ok, .ok])
        try await bench.stop()
        #expect(log.sequences(of: 1) == Array(1...8))
        #expect(Set(log.lines.map(\.session)) == [1])
        let calls = try await servers[0].with { $0.calls }
        #expect(calls[0] == "OpenSession()")
        #expect(calls[1].hasPrefix("AppendAll(1-000000000000abcd,1,"))
        #expect(calls[2].hasPrefix("AppendGroup(1-000000000000abcd,2,red,"))
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.sequence) == Array(1...8))
        #expect(ends.allSatisfy { $0.flags == Outcome.ok.rawValue && $0.detail == 1 })
        try await servers[0].stop()
    }

    @Test func oneAttemptIsEnoughWithoutRetriesButForTheFinalMessage() async throws {
        let log = FakeLog()
        let servers = try await servers(1, log)
        let bench = try await start(servers, publishers: [publisherPlan(1, count: 3)])
        await bench.command(.start, until: .trafficDone)
        #expect(await bench.finish().map(\.outcome) == [.ok])
        try await bench.stop()
        #expect(log.sequences(of: 1) == [4])
        let calls = try await servers[0].with { $0.calls.filter { $0.hasPrefix("Publish") } }
        #expect(calls.count == 3)
        try await servers[0].stop()
    }

    /// Lost answers, errors, refusals and broken connections, on three servers in turn.
    @Test(arguments: [1, 2, 3] as [UInt64])
    func everyMessageIsInTheLogOnceAndInOrder(seed: UInt64) async throws {
        let log = FakeLog()
        let servers = try await servers(3, log)
        var random = SeededGenerator(seed: seed)
        let fates = (0..<120).map { _ -> FakeLog.Fate in
            switch random.next() % 16 {
            case 0: .error
            case 1: .refused(.busy)
            case 2: .refused(.full(isDefinite: true))
            case 3: .refused(.full(isDefinite: false))
            case 4: random.next() % 4 == 0 ? .broken : .well
            default: .well
            }
        }
        log.plan(fates)
        let bench = try await start(
            servers,
            publishers: [
                publisherPlan(1, count: 60, window: 8, retry: .untilAcknowledged),
                publisherPlan(2, count: 60, window: 1, retry: .untilAcknowledged),
            ],
            reconnect: .fresh
        )
        await bench.command(.start, until: .trafficDone)
        let sentinels = await bench.finish()
        #expect(sentinels.map(\.outcome) == [.ok, .ok])
        try await bench.stop()
        for publisher in [1, 2] as [UInt32] { #expect(log.sequences(of: publisher) == Array(1...61)) }
        #expect(Set(log.lines.map(\.session)).count == 2)
        let ends = bench.history.records(.publishEnded)
        #expect(ends.count == 122)
        #expect(ends.allSatisfy { $0.flags == Outcome.ok.rawValue })
        #expect(bench.history.records(.publishInvoked).count == 122)
        for server in servers { try await server.stop() }
    }

    @Test func aSessionOutlivesItsConnectionAndItsNode() async throws {
        let log = FakeLog()
        let servers = try await servers(2, log)
        log.plan([.well, .well, .unanswered, .unanswered])
        let bench = try await start(
            servers,
            publishers: [publisherPlan(1, count: 4, window: 2, retry: .untilAcknowledged)]
        )
        bench.command(.start)
        await bench.progress { $0.acknowledged == 2 && $0.invoked == 4 }
        // What has no answer is asked for again where the client goes next.
        while log.lines.count < 4 { try await Task.sleep(for: .milliseconds(5)) }
        try await servers[0].with { hub in for socket in hub.sockets { socket.close() } }
        await bench.event { $0 == .trafficDone }
        try await bench.stop()
        #expect(log.sequences(of: 1) == [1, 2, 3, 4])
        #expect(Set(log.lines.map(\.session)) == [1])
        #expect(bench.history.records(.connected).map(\.detail) == [1, 2])
        #expect(bench.history.records(.publishEnded).allSatisfy { $0.flags == Outcome.ok.rawValue })
        for server in servers { try await server.stop() }
    }

    @Test func aLostSessionLeavesOnlyUnresolvedMessagesUnknown() async throws {
        let log = FakeLog()
        let servers = try await servers(1, log)
        log.plan([.expiry])
        let bench = try await start(
            servers,
            publishers: [publisherPlan(1, count: 3, window: 1, retry: .untilAcknowledged)]
        )
        bench.command(.start)
        await bench.event { $0 == .trafficDone }
        try await bench.stop()
        // The first was in the log when its session went, and nobody may send it again.
        #expect(log.sequences(of: 1) == [1, 2, 3])
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.flags) == [Outcome.info, .ok, .ok].map(\.rawValue))
        #expect(ends.first.map { bench.history.text($0.extra) } == "its session was lost")
        try await servers[0].stop()
    }

    @Test func whatIsUnansweredAtTheEndIsUnknownAndSaysWhy() async throws {
        let log = FakeLog()
        let servers = try await servers(1, log)
        log.plan([.lost, .lost])
        let bench = try await start(
            servers,
            publishers: [publisherPlan(1, count: 2, window: 2, retry: .untilAcknowledged)]
        )
        bench.command(.start)
        await bench.progress { $0.invoked == 2 }
        let sentinels = await bench.finish(withinMilliseconds: 300)
        #expect(sentinels.map(\.outcome) == [.fail])
        try await bench.stop()
        #expect(log.lines.isEmpty)
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.flags) == [Outcome.info, .info, .fail].map(\.rawValue))
        #expect(ends.prefix(2).allSatisfy { bench.history.text($0.extra).hasPrefix("not answered before the end") })
        try await servers[0].stop()
    }

    @Test func aPublisherWhoseClientIsGoneEndsAndItsFinalMessageGoesElsewhere() async throws {
        let log = FakeLog()
        let servers = try await servers(1, log)
        log.plan([.well, .unanswered])
        let bench = try await start(
            servers,
            clients: [
                ClientPlan(client: ClientID(1), node: NodeID(1)), ClientPlan(client: ClientID(2), node: NodeID(1)),
            ],
            publishers: [publisherPlan(1, count: 100, window: 1, retry: .untilAcknowledged)],
            reconnect: .never
        )
        bench.command(.start)
        await bench.progress { $0.acknowledged == 1 && $0.invoked == 2 }
        while log.lines.count < 2 { try await Task.sleep(for: .milliseconds(2)) }
        bench.command(.act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .reset, awayMilliseconds: 0))))
        await bench.event { $0 == .trafficDone }
        #expect(await bench.finish().map(\.outcome) == [.ok])
        try await bench.stop()
        #expect(log.sequences(of: 1) == [1, 2, 3])
        #expect(log.lines.map(\.session) == [1, 1, 2])
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.flags) == [Outcome.ok, .info, .ok].map(\.rawValue))
        try await servers[0].stop()
    }

    @Test func aServerWithoutSessionsIsAskedNoMoreThanSometimes() async throws {
        let server = try await FakeServer.start()
        let bench = try await start([server], publishers: [publisherPlan(1, count: 5, retry: .untilAcknowledged)])
        bench.command(.start)
        await bench.progress { $0.invoked == 1 }
        _ = await bench.finish(withinMilliseconds: 450)
        try await bench.stop()
        let calls = try await server.with { $0.calls.filter { $0.hasPrefix("OpenSession") } }
        #expect((2...8).contains(calls.count), "\(calls.count)")
        let ends = bench.history.records(.publishEnded)
        #expect(ends.first.map { bench.history.text($0.extra) }?.contains("no such method") == true)
        try await server.stop()
    }
}
