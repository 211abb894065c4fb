import Testing

@testable import Core

/// What a scenario says of the `stream` backplane, and what it can be held to.
@Suite struct ScenarioStreamTests {
    private static func scenario(_ more: String, nodes: String = "") throws -> Scenario {
        try ScenarioFixture.scenario(ScenarioFixture.minimal("nodes: {backplane: stream\(nodes)}\n\(more)"))
    }

    @Test func readsTheLimitsOfTheLog() throws {
        #expect(try Self.scenario("").nodes.log == StreamLogSpec())
        let log = try Self.scenario("", nodes: ", log-entries: 50, log-bytes: 1MiB, retention: 3s").nodes.log
        #expect(log == StreamLogSpec(entriesMax: 50, bytesMax: 1 << 20, retentionMilliseconds: 3_000))
    }

    @Test func itsRedisWritesEverythingToDiskUnlessToldOtherwise() throws {
        let usual = try Self.scenario("").redis
        #expect(usual.persistence == .aof)
        #expect(usual.defaults == StreamRedis.lines)
        #expect(try Self.scenario("redis: {persistence: rdb}").redis.persistence == .rdb)
        let other = try ScenarioFixture.scenario(ScenarioFixture.minimal("")).redis
        #expect(other.persistence == .none && other.defaults.isEmpty)
        let file = try ScenarioFixture.parse(ScenarioFixture.minimal("")).get()
        #expect(try file.scenario(backplane: .stream).redis.persistence == .aof)
    }

    @Test(
        arguments: [
            ("nodes: {log-entries: 5}", "3 nodes.log-entries is about a log, and the backplane signalr has none"),
            (
                "nodes: {backplane: pubsub, retention: 5s}",
                "3 nodes.retention is about a log, and the backplane pubsub has none"
            ),
            ("nodes: {backplane: stream, log-entries: 0}", "3 nodes.log-entries is too small"),
            ("nodes: {backplane: stream, log-bytes: 1B}", "3 nodes.log-bytes is too small"),
            (
                "nodes: {backplane: stream, defects: [{do: drop, node: n1, nth: 3}]}",
                "3 nodes.defects: they are planted in the message bus of signalr and pubsub, which the backplane stream "
                    + "does not use"
            ),
            (
                "nodes: {defects: [{do: drop, node: n1, nth: 3}]}\nvariants: {v: {nodes.backplane: stream}}",
                "3 nodes.defects: they are planted in the message bus of signalr and pubsub, which the backplane stream "
                    + "does not use (variant v)"
            ),
            (
                "redis: {mode: sentinel}\nnodes: {backplane: stream}\n"
                    + "faults: [{at: 1s, do: redis.kill, target: r2}, {at: 2s, do: redis.start, target: r2, port: new}]",
                "5 faults.1.port: nodes of the backplane stream know the data servers by their addresses, for good"
            ),
        ]
    )
    func refuses(text: String, message: String) {
        let found = ScenarioFixture.report(ScenarioFixture.minimal(text)).split(separator: "\n").first.map(String.init)
        let parts = message.split(separator: " ", maxSplits: 1)
        #expect(found?.hasPrefix("s.yaml:\(parts[0]):") == true, "\(found ?? "nothing")")
        #expect(found?.contains(parts[1]) == true, "\(found ?? "nothing")")
    }

    @Test(
        arguments: [
            ("persistence: none", "begins empty"), ("persistence: rdb", "last snapshot"),
            ("config: {aof-load-truncated: no}", "may not start again"),
            ("config: {no-appendfsync-on-rewrite: yes}", "not synced"),
            ("config: {maxmemory: 5mb, maxmemory-policy: allkeys-lru}", "deletes keys"),
        ]
    )
    func aRedisThatMayLoseWeakensTheContract(redis: String, reason: String) throws {
        let text = redis.replacing(": no}", with: ": 'no'}").replacing(": yes}", with: ": 'yes'}")
        let expect = try Self.scenario("redis: {\(text)}\nexpect: {order: total, atomic: true}").expect
        #expect(expect.delivery == .gapSignalled && expect.order == .total && expect.atomic)
        let weakened = try #require(expect.weakened)
        #expect(weakened.stated == .exactlyOnce && weakened.judged == .gapSignalled)
        #expect(weakened.reasons.count == 1 && weakened.reasons[0].contains(reason), "\(weakened.reasons)")
        #expect(weakened.text.hasPrefix("the contract of this run is gap-signalled, not exactly-once: "))
    }

    @Test func whatIsClaimedAnywayIsNotWeakened() throws {
        #expect(try Self.scenario("").expect.weakened == nil)
        #expect(try Self.scenario("redis: {config: {maxmemory: 5mb}}").expect.weakened == nil)
        #expect(try Self.scenario("redis: {config: {maxmemory-policy: allkeys-lru}}").expect.weakened == nil)
        for delivery in ["at-most-once", "gap-signalled"] {
            let expect = try Self.scenario("redis: {persistence: none}\nexpect: {delivery: \(delivery)}").expect
            #expect(expect.weakened == nil && expect.delivery.rawValue == delivery)
        }
        let other = ScenarioFixture.minimal("redis: {persistence: none}")
        #expect(try ScenarioFixture.scenario(other).expect.weakened == nil)
    }

    @Test func theContractOfFaultsIsNotTheStrongerOne() throws {
        let text = "redis: {persistence: none}\nexpect: {during-faults: {order: none}}"
        let expect = try Self.scenario(text).expect
        #expect(expect.duringFaults == Contract(delivery: .gapSignalled, order: .none))
        let same = "redis: {persistence: none}\nexpect: {during-faults: {delivery: gap-signalled}}"
        #expect(try Self.scenario(same).expect.duringFaults == nil)
    }
}
