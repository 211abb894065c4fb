import Testing

@testable import Core

/// Any faults at all, with values that are too large, too small or of another kind: they are read or refused, never trapped on.
@Suite struct ScenarioFaultFuzzTests {
    @Test(.timeLimit(.minutes(2)), arguments: [1, 2, 3, 4] as [UInt64])
    func survivesRandomFaults(seed: UInt64) {
        var random = SeededGenerator(seed: seed, purpose: "random faults")
        var taken = 0
        for _ in 0..<300 {
            var text = "scenario: s\ntraffic: [{count: 5000, publishers: 3}]\n"
            text += Self.pick(Self.topologies, &random) + "\n" + Self.pick(Self.parts, &random) + "\nfaults:\n"
            for _ in 0..<Int.random(in: 1...4, using: &random) { text += "  - \(Self.fault(&random))\n" }
            switch ScenarioFixture.parse(text) {
            case .success: taken += 1
            case .failure(let diagnostics):
                #expect(!diagnostics.all.isEmpty)
                #expect(diagnostics.all.allSatisfy { !$0.problem.isEmpty && $0.place.line >= 1 }, "\(text)")
            }
        }
        #expect(taken > 0)
    }

    private static func fault(_ random: inout SeededGenerator) -> String {
        let verb = ScenarioKeys.verbs.randomElement(using: &random) ?? ScenarioKeys.anyFault
        let type = FaultCatalogue.readable.first { $0.verb == verb.name }
        var fields = [pick(triggers, &random)]
        if chance(5, &random) { fields.append("repeat: \(pick(values, &random))") }
        if chance(9, &random) { fields.append("pause: 3s") }
        if chance(12, &random) { fields.append(pick(triggers, &random)) }
        for key in Set(type?.keys ?? []).sorted() {
            let isNeeded = type?.required.contains(key) ?? false
            if isNeeded || chance(3, &random) { fields.append("\(key): \(value(for: key, &random))") }
        }
        return "{\(fields.joined(separator: ", ")), do: \(verb.name)}"
    }

    private static func value(for key: String, _ random: inout SeededGenerator) -> String {
        chance(4, &random) ? pick(values, &random) : pick(usual[key] ?? ["1s", "2"], &random)
    }

    private static func chance(_ parts: Int, _ random: inout SeededGenerator) -> Bool {
        Int.random(in: 0..<parts, using: &random) == 0
    }

    private static func pick(_ list: [String], _ random: inout SeededGenerator) -> String {
        list[Int.random(in: 0..<list.count, using: &random)]
    }

    private static let topologies = [
        "", "redis: {mode: replica, replicas: 2}", "redis: {mode: sentinel}", "redis: {url: 'redis://127.0.0.1:1'}",
        "redis: {mode: sentinel, replicas: 3, persistence: aof}",
    ]

    private static let parts = [
        "", "nodes: {count: 3, backplane: pubsub}", "nodes: {count: 64}", "clients: {count: 9, groups: {red: 4}}",
        "clients: {reconnect: never}", "apps: [{app: shop, traffic: [{count: 5}]}]",
    ]

    private static let triggers = [
        "at: 1s", "at: 24h", "every: 1ms", "every: 1s, jitter: 999ms, until: 100s", "every: 24h, times: 100000",
        "after: 100000000 published", "after: 30 published by p2", "after: 1 published by p4294967295",
        "after: 9223372036854775807 delivered", "after: 3 delivered to c1", "after: 1 connected to n64",
        "after: 3 joined to group:red", "when: +switch-master", "when: master-down", "when: 3 subscribed",
        "when: n1 deaf",
        "when: {see: n4294967295 ready, nth: 100000, delay: 24h}", "when: c1 reconnecting",
        "hook: {link: n1.pub, nth: 3}",
        "hook: {link: nodes.redis, what: reply}", "hook: {link: r2.replication, name: psync}",
        "hook: {link: c1, what: connect, nth: 100000000}",
    ]

    private static let usual = [
        "node": ["n1", "n2", "n5"],
        "link": ["n1.sub", "nodes.redis", "c1", "clients", "replicas.replication", "s1", "n2"],
        "to": ["r1", "master", "all"],
        "target": ["master", "r1", "r2", "replica", "old-master", "servers", "s1", "all"],
        "clients": ["all", "[c1]", "[c1, c3]"], "share": ["10%", "100%"],
        "sides": ["[[n1], [r1]]", "[[nodes], [servers]]"],
        "group": ["red"], "publisher": ["p1", "all"], "size": ["1KiB"], "rate": ["10/s", "10KB/s"],
        "for": ["1s", "24h"],
        "direction": ["to", "from"], "role": ["sub"], "mode": ["all", "write"], "data": ["wipe", "keep", "snapshot"],
        "type": ["pubsub"], "manner": ["reset", "kill"], "return": ["same", "random"], "heal": ["reset"],
        "what": ["command", "reply"], "name": ["PUBLISH", "EVALSHA"], "point": ["before-write"],
        "action": ["pause", "crash"],
    ]

    private static let values = [
        "0", "1", "-1", "99999999999999999999", "9223372036854775807", "4294967296", "0s", "1ms", "24h", "25h", "0%",
        "101%",
        "n0", "n4294967295", "c100000", "r9", "s9", "''", "[]", "{}", "[[]]", "~", "é", "all", "1B", "1048577KiB",
        "0/s",
    ]
}
