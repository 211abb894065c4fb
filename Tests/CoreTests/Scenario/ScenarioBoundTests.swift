import Testing

@testable import Core

/// The bounds of `expect`, and what is said of wrong ones.
@Suite struct ScenarioBoundTests {
    private static func bounds(_ expect: String, backplane: BackplaneKind? = nil) throws -> MeasuredBounds {
        try ScenarioFixture.scenario(ScenarioFixture.minimal("expect: \(expect)"), backplane: backplane).expect.bounds
    }

    @Test func everyBoundIsRead() throws {
        let bounds = try Self.bounds(
            """
            {recover-within: 8s, gap: 2s, connects-per-second: 100, availability: 99.5%, ids-back: 0, deaf-nodes: 1,
              latency: {p50: 5ms, p90: 20ms, p99: 250ms, p99.9: 1s, max: 2s, outside: faults},
              reconnects: {total: 10, per-client: 2},
              leaks: {redis-clients: 1, channels: 2, keys: 3, sockets: 4, memory: 20MB}}
            """
        )
        #expect(bounds.recoverWithinMilliseconds == 8_000)
        #expect(bounds.gapMilliseconds == 2_000)
        #expect(bounds.connectsPerSecond == 100)
        #expect(bounds.availability == 0.995)
        #expect((bounds.idsBack, bounds.deafNodes) == (0, 1))
        #expect((bounds.reconnectsTotal, bounds.reconnectsPerClient) == (10, 2))
        let latency = try #require(bounds.latency)
        #expect([latency.p50, latency.p90, latency.p99, latency.p999, latency.max] == [5, 20, 250, 1_000, 2_000])
        #expect(latency.outsideFaults)
        let leaks = try #require(bounds.leaks)
        #expect(ResourceReading.Resource.allCases.map { leaks[$0] } == [1, 2, 3, 4, 20_000_000])
    }

    @Test func nothingIsBoundedByItself() throws {
        #expect(try Self.bounds("{delivery: exactly-once}") == MeasuredBounds())
    }

    @Test func noLeaksLeavesMemoryAlone() throws {
        let leaks = try #require(try Self.bounds("{leaks: none}").leaks)
        #expect(ResourceReading.Resource.allCases.map { leaks[$0] } == [0, 0, 0, 0, nil])
    }

    @Test func aBackplaneAddsToWhatIsThere() throws {
        let text = "{gap: 2s, latency: {p99: 1s}, backplanes: {pubsub: {gap: 1s, latency: {max: 3s, outside: faults}}}}"
        let common = try Self.bounds(text, backplane: .signalr)
        #expect((common.gapMilliseconds, common.latency?.p99, common.latency?.max) == (2_000, 1_000, nil))
        #expect(common.latency?.outsideFaults == false)
        let own = try Self.bounds(text, backplane: .pubsub)
        #expect((own.gapMilliseconds, own.latency?.p99, own.latency?.max) == (1_000, 1_000, 3_000))
        #expect(own.latency?.outsideFaults == true)
    }

    @Test(arguments: [
        ("{gap: 0s}", "3:15 expect.gap is too small"),
        ("{gap: 5}", "3:15 expect.gap has no unit: '5'"),
        ("{recover-within: -1s}", "3:26 expect.recover-within cannot be negative"),
        ("{latency: 250ms}", "3:19 expect.latency must be a mapping; got '250ms'"),
        ("{latency: {}}", "3:19 expect.latency states no bound"),
        ("{latency: {outside: faults}}", "3:19 expect.latency states no bound"),
        ("{latency: {p95: 1s}}", "3:20 expect.latency has no key 'p95'"),
        ("{latency: {p99: 1s, outside: nodes}}", "3:38 expect.latency.outside cannot be 'nodes'"),
        ("{connects-per-second: 0}", "3:31 expect.connects-per-second is too small"),
        ("{reconnects: {}}", "3:22 expect.reconnects states no bound"),
        ("{reconnects: {all: 1}}", "3:23 expect.reconnects has no key 'all'"),
        ("{availability: 101%}", "3:24 expect.availability is too large"),
        ("{availability: 0.99}", "3:24 expect.availability has no unit: '0.99'"),
        ("{leaks: some}", "3:17 expect.leaks cannot be 'some'"),
        ("{leaks: {}}", "3:17 expect.leaks states no bound"),
        ("{leaks: {memory: 20}}", "3:26 expect.leaks.memory has no unit: '20'"),
        ("{leaks: {keys: -1}}", "3:24 expect.leaks.keys cannot be negative"),
        ("{ids-back: x}", "3:20 expect.ids-back is no whole number: 'x'"),
        ("{reproduces: [{bound: gap}]}", "3:22 expect.reproduces: `expect` states no gap, so it cannot be broken"),
        ("{reproduces: [{bound: gaps}]}", "3:31 expect.reproduces.0.bound cannot be 'gaps'"),
        ("{gap: 1s, reproduces: [{bound: gap}, {bound: gap}]}", "3:46 gap is in the list twice"),
        ("{deaf-nodes: 65}", "3:22 expect.deaf-nodes is too large"),
    ])
    func aWrongBoundIsTold(_ expect: String, _ problem: String) {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal("expect: \(expect)")) == [problem])
    }
}
