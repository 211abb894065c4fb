import Core
import Testing

@testable import Client

/// What a client does when it is told of a gap, and with what comes too late.
@Suite(.timeLimit(.minutes(2))) struct FleetToldGapTests {
    private func connected(_ reconnect: ReconnectPolicy) async throws -> (FakeServer, FleetBench) {
        let server = try await FakeServer.start()
        let settings = fleetSettings(
            [server.address],
            clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
            reconnect: reconnect
        )
        let bench = try await FleetBench(settings)
        await bench.command(.connect, until: .connected)
        return (server, bench)
    }

    private static func message(_ sequence: UInt32) -> String {
        let fields = MessageFields(run: RunID(0xABCD), publisher: PublisherID(1), sequence: sequence, sentAt: 1)
        let text = String(decoding: MessagePayload.encode(fields, size: 90), as: UTF8.self)
        return #"{"H":"RollcallHub","M":"deliver","A":["\#(text)"]}"#
    }

    private static func tell(_ hub: FakeHub) {
        hub.sockets[0].send(#"{"E":"gap: trimmed"}"#)
    }

    @Test(arguments: [ReconnectPolicy.fresh, .resume])
    func beginsANewLifeWithoutItsPosition(reconnect: ReconnectPolicy) async throws {
        let (server, bench) = try await connected(reconnect)
        try await server.with { Self.tell($0) }
        await bench.progress { $0.reconnected == 1 }
        try await bench.stop()
        let own = bench.history.records
        #expect(own.filter { $0.kind == .connected }.allSatisfy { $0.flags == ConnectionStart.fresh.rawValue })
        let end = try #require(own.first { $0.kind == .disconnected })
        #expect(end.flags == DisconnectReason.told.rawValue)
        #expect(bench.history.text(end.extra) == "gap: trimmed")
        #expect(own.firstIndex { $0.kind == .lifeEnded } == own.firstIndex { $0.kind == .disconnected }.map { $0 + 1 })
        let requests = try await server.with { $0.requests.map { FakeHub.action(of: $0) } }
        #expect(!requests.contains("reconnect"))
        try await server.stop()
    }

    @Test func isGoneWhereItMayNotReturn() async throws {
        let (server, bench) = try await connected(.never)
        try await server.with { Self.tell($0) }
        await bench.progress { $0.gone == 1 }
        try await bench.stop()
        #expect(bench.history.records(.disconnected).map(\.flags) == [DisconnectReason.told.rawValue])
        #expect(bench.history.records(.lifeEnded).count == 1)
        try await server.stop()
    }

    @Test func aClientThatComesBackIsToldInTheLifeThatItResumed() async throws {
        let (server, bench) = try await connected(.resume)
        try await server.with { $0.sockets[0].close() }
        await bench.progress { $0.reconnected == 1 }
        try await server.with { Self.tell($0) }
        await bench.progress { $0.reconnected == 2 }
        try await bench.stop()
        #expect(
            bench.history.records(.connected).map(\.flags)
                == [ConnectionStart.fresh, .resumed, .fresh].map(\.rawValue)
        )
        #expect(
            bench.history.records(.disconnected).prefix(2).map(\.flags)
                == [DisconnectReason.lost, .told].map(\.rawValue)
        )
        try await server.stop()
    }

    /// The old transport is still open, and brings a message and a position, while the client is on its way back.
    @Test func whatAnOldTransportBringsIsDroppedBeforeThePositionMoves() async throws {
        let (server, bench) = try await connected(.resume)
        try await server.with { $0.sockets[0].send(#"{"C":"s-0,5","M":[\#(Self.message(1))]}"#) }
        await bench.progress { $0.delivered == 1 }
        bench.command(
            .act(fault: 1, .drop(ClientDropOrder([ClientID(1)], manner: .silence, awayMilliseconds: 200)))
        )
        await bench.event { $0 == .applied(fault: 1, count: 1) }
        try await server.with { hub in
            hub.sockets[0].send(#"{"C":"s-0,9","M":[\#(Self.message(2))]}"#)
            hub.sockets[0].send(#"{"E":"gap: trimmed"}"#)
        }
        await bench.event { $0 == .restored(fault: 1, count: 1) }
        try await bench.stop()
        let back = try await server.with { $0.requests.first { FakeHub.action(of: $0) == "reconnect" } }
        #expect(back.flatMap { FakeHub.parameter("messageId", of: $0) } == "s-0,5")
        #expect(bench.history.records(.delivered).map(\.sequence) == [1])
        #expect(bench.history.records(.disconnected).first?.flags == DisconnectReason.dropped.rawValue)
        #expect(bench.history.records(.lifeEnded).count == 1)
        try await server.stop()
    }
}
