import Core
import Testing

@testable import Client

/// What faults do to the traffic of a process.
@Suite(.timeLimit(.minutes(2))) struct FleetTrafficFaultTests {
    private func start(_ server: FakeServer, _ publishers: [PublisherPlan]) async throws -> FleetBench {
        let clients = [1, 2].map { ClientPlan(client: ClientID($0), node: NodeID(1)) }
        let bench = try await FleetBench(fleetSettings([server.address], clients: clients, publishers: publishers))
        await bench.command(.connect, until: .connected)
        bench.command(.start)
        return bench
    }

    @Test func aBurstContinuesTheNumbersOfItsPublisher() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(server, [publisherPlan(1, count: 4), publisherPlan(2, client: 2, rate: 20)])
        await bench.event { $0 == .trafficDone }
        let bursts = [1, 2].map { PublisherBurst(publisher: PublisherID($0), count: 30) }
        #expect(await bench.act(1, .burst(bursts, size: 2_000, audience: nil)) == 60)
        await bench.progress { $0.acknowledged >= 64 && $0.failed == 0 }
        try await bench.stop()
        let first = bench.history.records(.publishInvoked).filter { $0.publisher == 1 }.map(\.sequence)
        #expect(first == Array(1...34))
        // All at once: no answer came between.
        let times = bench.history.records(.publishEnded).filter { $0.publisher == 1 && $0.sequence > 4 }.map(\.time)
        let last = bench.history.records(.publishInvoked).filter { $0.publisher == 1 }.map(\.time).last ?? .max
        #expect(times.allSatisfy { $0 >= last })
        try await server.stop()
    }

    @Test func aPausedPublisherGoesOnWhereItStood() async throws {
        let server = try await FakeServer.start()
        let pace = publisherPlan(1, rate: 200, window: 50)
        let bench = try await start(server, [pace, publisherPlan(2, client: 2, rate: 200, window: 50)])
        let times = { bench.history.records(.publishInvoked).filter { $0.publisher == 1 }.map(\.time) }
        await bench.progress { $0.acknowledged >= 10 }
        #expect(await bench.act(1, .pause([PublisherID(1)])) == 1)
        let before = times().count
        // The other one goes on meanwhile.
        let total = bench.history.records(.publishEnded).count
        await bench.progress { $0.acknowledged >= total + 30 }
        #expect(times().count == before)
        await bench.undo(1)
        while times().count < before + 10 { await Task.yield() }
        try await bench.stop()
        // No burst makes up for the pause: the messages of the pause would come at once, ten later ones take nine times 5 ms.
        #expect(times()[before + 9] - times()[before] >= 20_000_000)
        try await server.stop()
    }

    @Test func aPublisherWhoseClientIsClosedWaitsForIt() async throws {
        let server = try await FakeServer.start()
        let bench = try await start(server, [publisherPlan(1, count: 40, rate: 200)])
        await bench.progress { $0.acknowledged >= 5 }
        await bench.act(1, .close([ClientID(1)], returns: true))
        await bench.progress { $0.gone == 1 }
        #expect(await bench.undo(1) == 1)
        await bench.event { $0 == .trafficDone }
        try await bench.stop()
        let ends = bench.history.records(.publishEnded)
        #expect(ends.map(\.sequence).max() == 40)
        #expect(ends.allSatisfy { $0.flags != Outcome.fail.rawValue })
        try await server.stop()
    }
}
