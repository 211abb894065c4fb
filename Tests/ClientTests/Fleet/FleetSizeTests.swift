import Core
import Runtime
import Testing

@testable import Client

@Suite(.timeLimit(.minutes(2))) struct FleetSizeTests {
    /// Two thousand work as well, and take long in a debug build.
    @Test func connectsManyClients() async throws {
        let count: UInt32 = 300
        // Both ends of every connection are in this process.
        try DescriptorLimit.raise(toAtLeast: 2 * Int(count) + 512)
        let server = try await FakeServer.start()
        var settings = fleetSettings(
            [server.address],
            clients: (1...count).map { ClientPlan(client: ClientID($0), node: NodeID(1)) },
            publishers: [publisherPlan(1, count: 5)]
        )
        settings.connectConcurrency = 64
        let bench = try await FleetBench(settings)
        await bench.command(.connect, until: .connected)
        await bench.command(.start, until: .trafficDone)
        let sentinels = await bench.finish()
        await bench.command(.settle(sentinels), until: .settled)
        await bench.command(.probe(withinMilliseconds: 60_000), until: .probed(alive: Int(count), silent: []))
        try await bench.stop()
        #expect(bench.history.records(.delivered).count == Int(count) * 6)
        try await server.stop()
    }
}
