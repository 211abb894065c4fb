import Core
import NIOWebSocket
import Testing

@testable import Client

/// What a server sends that it should not.
@Suite(.timeLimit(.minutes(2))) struct FleetMisbehaviourTests {
    /// One client that is connected, and its server.
    private func connected(
        _ script: FakeServer.Script = .init(),
        reconnect: ReconnectPolicy = .resume
    ) async throws -> (FakeServer, FleetBench) {
        let server = try await FakeServer.start(script)
        let bench = try await FleetBench(
            fleetSettings(
                [server.address],
                clients: [ClientPlan(client: ClientID(1), node: NodeID(1))],
                publishers: [publisherPlan(1, count: 3)],
                reconnect: reconnect
            )
        )
        await bench.command(.connect, until: .connected)
        return (server, bench)
    }

    private func payload(_ run: UInt32, _ sequence: UInt32) -> String {
        let fields = MessageFields(run: RunID(run), publisher: PublisherID(1), sequence: sequence, sentAt: 1)
        return String(decoding: MessagePayload.encode(fields, size: 90), as: UTF8.self)
    }

    @Test func recordsDuplicatesDamageAndStrangers() async throws {
        let (server, bench) = try await connected()
        await bench.command(.start, until: .trafficDone)
        let stranger = payload(0x77, 9)
        let damaged = payload(0xABCD, 3).dropLast() + "!"
        try await server.with { hub in
            hub.deliver([1, 1], to: hub.sockets[0])
            hub.publish(.all, stranger)
            hub.publish(.all, String(damaged))
            hub.publish(.all, "hello")
            hub.sockets[0].send("no json at all")
            hub.sockets[0].send(#"{"C":"s-0,5","M":[{"H":"ChatHub","M":"broadcastMessage","A":["ann","hi"]}]}"#)
            hub.publish(.all, "bye")
        }
        // A probe is answered after all of it.
        await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 1, silent: []))
        try await bench.stop()
        let history = bench.history
        #expect(history.records(.delivered).map(\.sequence) == [1, 2, 3, 2, 2])
        #expect(history.records(.corrupted).map(\.sequence) == [3])
        #expect(history.records(.foreign).map(\.flags) == [1, 0, 0, 0])
        #expect(history.records(.foreign).map { history.text($0.extra) }.last == "RollcallHub.deliver(bye)")
        try await server.stop()
    }

    @Test func understandsEveryCutOfFrames() async throws {
        let (server, bench) = try await connected()
        let text = payload(0xABCD, 40)
        try await server.with { hub in
            let socket = hub.sockets[0]
            socket.send("{\"C\":\"s-0,1\",\"M\":[{\"H\":\"RollcallHub\",", final: false)
            socket.send("", opcode: .ping)
            socket.send("\"M\":\"deliver\",\"A\":[\"\(text)", opcode: .continuation, final: false)
            socket.send("\"]}]}", opcode: .continuation)
        }
        await bench.progress { $0.delivered == 1 }
        await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 1, silent: []))
        #expect(try await server.with { $0.pongs } == 1)
        try await bench.stop()
        #expect(bench.history.records(.delivered).map(\.sequence) == [40])
        try await server.stop()
    }

    @Test func aServerThatSaysStopIsObeyed() async throws {
        let (server, bench) = try await connected(reconnect: .never)
        try await server.with { $0.sockets[0].send(#"{"E":"licence expired"}"#) }
        await bench.progress { $0.gone == 1 }
        try await bench.stop()
        let ends = bench.history.records(.disconnected)
        #expect(ends.map(\.flags) == [DisconnectReason.refused.rawValue])
        #expect(ends.map { bench.history.text($0.extra) } == ["licence expired"])
        #expect(bench.history.records(.lifeEnded).count == 1)
        try await server.stop()
    }

    @Test func silenceBeyondTheKeepAliveIsALoss() async throws {
        var script = FakeServer.Script()
        script.keepAliveTimeoutSeconds = 0.2
        let (server, bench) = try await connected(script)
        await bench.progress { $0.reconnected == 1 }
        try await bench.stop()
        #expect(bench.history.records(.disconnected).first?.flags == DisconnectReason.silent.rawValue)
        #expect(
            bench.history.records(.connected).prefix(2).map(\.flags)
                == [ConnectionStart.fresh, .resumed].map(\.rawValue)
        )
        try await server.stop()
    }

    @Test func keepsTryingWhileAServerIsNotReady() async throws {
        var script = FakeServer.Script()
        script.negotiateFailures = 2
        let (server, bench) = try await connected(script)
        try await bench.stop()
        #expect(bench.history.records(.connectInvoked).count == 3)
        #expect(bench.history.records(.connected).count == 1)
        try await server.stop()
    }

    @Test func aConnectionThatDoesNotAnswerIsSilent() async throws {
        var script = FakeServer.Script()
        script.unanswered = ["Echo"]
        let (server, bench) = try await connected(script)
        await bench.command(.probe(withinMilliseconds: 50), until: .probed(alive: 0, silent: [ClientID(1)]))
        try await bench.stop()
        #expect(bench.history.records(.alive).isEmpty)
        try await server.stop()
    }

    @Test func aFullDiskEndsTheProcess() async throws {
        let (server, bench) = try await connected()
        bench.history.limit(to: bench.history.records.count + 2)
        bench.command(.start)
        let event = await bench.event { if case .failed = $0 { true } else { false } }
        guard case .failed(let message, .environment)? = event else {
            Issue.record("\(String(describing: event))")
            return
        }
        #expect(message.contains("cannot grow the history"))
        #expect(try await bench.ended() == .environment)
        try await bench.stop()
        try await server.stop()
    }
}
