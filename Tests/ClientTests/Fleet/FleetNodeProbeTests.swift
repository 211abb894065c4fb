import Core
import Testing

@testable import Client

/// Probe clients of one process.
@Suite(.timeLimit(.minutes(1))) struct FleetNodeProbeTests {
    private static let client = ClientPlan(client: ClientID(1), node: NodeID(1))

    /// Two nodes that are one server, so each hears the other.
    private func withNodes(
        _ script: FakeServer.Script = FakeServer.Script(),
        balancer: Bool = false,
        _ body: (FakeServer, FleetBench, [NodeAddress]) async throws -> Void
    ) async throws {
        let server = try await FakeServer.start(script)
        let nodes = [server.address(NodeID(1)), server.address(NodeID(2))]
        // Nobody is behind that port.
        let bench = try await FleetBench(
            fleetSettings(nodes, clients: [Self.client], balancer: balancer ? 1 : nil)
        )
        try await body(server, bench, nodes)
        try await bench.stop()
        #expect(try await server.with { $0.sockets.isEmpty })
        try await server.stop()
    }

    @Test func oneFromEveryNodeIsHeardAtEveryNode() async throws {
        try await withNodes { server, bench, nodes in
            await bench.command(.connect, until: .connected)
            await bench.command(.probeNodes(nodes, withinMilliseconds: 20_000), until: .nodesProbed)
            let history = bench.history
            #expect(history.records(.proberConnected).map(\.detail).sorted() == [1, 2])
            #expect(history.records(.probeInvoked).map(\.detail) == [1, 2])
            #expect(history.records(.probeEnded).map(\.flags) == [Outcome.ok.rawValue, Outcome.ok.rawValue])
            let heard = history.records(.proberHeard).map { [$0.subject, $0.publisher, $0.sequence] }
            #expect(Set(heard) == [[1, 1, 1], [1, 2, 1], [2, 1, 1], [2, 2, 1]])
            // All at once, before anybody had to be asked.
            #expect(history.records(.proberAlive).isEmpty)
            // The client of the run listens too, and that is all it has to do with it.
            await bench.command(.probe(withinMilliseconds: 5_000), until: .probed(alive: 1, silent: []))
            #expect(history.records(.probeHeard).map(\.publisher).sorted() == [1, 2])
            #expect(history.records(.connected).map(\.subject) == [1])
            #expect(history.records(.delivered).isEmpty)
        }
    }

    @Test func aLostOneIsSentAgainByAnotherClient() async throws {
        var script = FakeServer.Script()
        script.deliveriesSwallowed = 1
        try await withNodes(script) { server, bench, nodes in
            await bench.command(.probeNodes(nodes, withinMilliseconds: 20_000), until: .nodesProbed)
            let history = bench.history
            let sent = history.records(.probeInvoked)
            let lost = try #require(sent.first)
            #expect(sent.count == 3)
            let again = try #require(sent.last)
            #expect(again.detail == lost.detail)
            #expect(again.subject != lost.subject)
            #expect(again.time - lost.time >= NodeProbing.roundTime)
            // Both had answered meanwhile: the first was lost, and nobody was away.
            #expect(Set(history.records(.proberAlive).filter { $0.time < again.time }.map(\.subject)) == [1, 2])
            #expect(!history.records(.proberHeard).contains { $0.publisher == lost.publisher && $0.sequence == 1 })
            #expect(history.records(.proberHeard).contains { $0.publisher == again.publisher })
        }
    }

    @Test func whatIsRefusedIsSentAgainSoon() async throws {
        var script = FakeServer.Script()
        script.publishFailures = 2
        try await withNodes(script) { server, bench, nodes in
            await bench.command(.probeNodes(nodes, withinMilliseconds: 20_000), until: .nodesProbed)
            let sent = bench.history.records(.probeInvoked)
            #expect(sent.count == 4)
            #expect(bench.history.records(.proberHeard).count == 4)
            // Nobody was asked, for nothing was missed.
            #expect(bench.history.records(.proberAlive).isEmpty)
        }
    }

    @Test func theyGoPastABalancer() async throws {
        try await withNodes(balancer: true) { server, bench, nodes in
            await bench.command(.probeNodes(nodes, withinMilliseconds: 20_000), until: .nodesProbed)
            #expect(bench.history.records(.proberHeard).count == 4)
        }
    }

    @Test func whatIsNotKnownInTimeStaysUnknown() async throws {
        var script = FakeServer.Script()
        script.unanswered = ["PublishAll"]
        try await withNodes(script) { server, bench, nodes in
            let away = NodeAddress(node: NodeID(3), port: 1)
            await bench.command(.probeNodes(nodes + [away], withinMilliseconds: 300), until: .nodesProbed)
            let history = bench.history
            // The one that nobody reaches has to be waited for, so none was sent.
            #expect(history.records(.probeInvoked).isEmpty)
        }
        try await withNodes(script) { server, bench, nodes in
            await bench.command(.probeNodes(nodes, withinMilliseconds: 3_000), until: .nodesProbed)
            let ended = bench.history.records(.probeEnded)
            #expect(ended.count >= 2)
            #expect(ended.count == bench.history.records(.probeInvoked).count)
            #expect(ended.allSatisfy { $0.flags == Outcome.info.rawValue })
        }
    }
}
