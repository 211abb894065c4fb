import Testing

@testable import Core

/// Triggers that can never be met are refused, and those that may be are not.
@Suite struct ScenarioSightTests {
    private static func scenario(_ faults: String, _ more: String = "") -> String {
        """
        scenario: s
        clients: {count: 6, groups: {red: 4}, users: {ann: 2}}
        traffic: [{count: 300, publishers: 2}, {count: 10, to: group:red}]
        faults: [\(faults)]
        \(more)
        """
    }

    private static let drop = "do: client.drop, share: 10%"

    @Test(
        arguments: [
            ("after: 311 published", "4:18 faults.0 would never happen: at most 310 can be published"),
            ("after: 151 published by p1", "4:18 faults.0 would never happen: at most 150 can be published by p1"),
            ("after: 11 published by p3", "4:18 faults.0 would never happen: at most 10 can be published by p3"),
            ("after: 1 published by p4", "4:18 faults.0.after: there is no publisher p4"),
            ("after: 1841 delivered", "4:18 faults.0 would never happen: at most 1840 can be delivered"),
            ("after: 311 delivered to c1", "4:18 faults.0 would never happen: at most 310 can be delivered to c1"),
            ("after: 1 delivered to c7", "4:18 faults.0.after: there is no client c7"),
            ("after: 7 connected", "4:18 faults.0 would never happen: at most 6 can be connected"),
            ("after: 7 connected to n1", "4:18 faults.0 would never happen: at most 6 can be connected to n1"),
            ("after: 1 connected to n3", "4:18 faults.0.after: there is no node n3; nodes.count is 2"),
            ("after: 5 joined", "4:18 faults.0 would never happen: at most 4 can be joined"),
            ("after: 5 joined to group:red", "4:18 faults.0 would never happen: at most 4 can be joined to group:red"),
            ("after: 1 joined to group:rde", "4:18 faults.0.after: there is no group 'rde'"),
            ("at: 2m", "4:15 faults.0.at: traffic is over by then; limits.traffic is 120s"),
            ("when: +switch-master", "4:17 faults.0: no sentinels watch this Redis"),
            ("when: master-down", "4:17 faults.0: no sentinels watch this Redis"),
            ("when: n3 deaf", "4:17 faults.0.when: there is no node n3; nodes.count is 2"),
            ("when: n1 deaf", "4:17 faults.0 would never happen: no other fault can bring about `n1 deaf`"),
            ("when: n1 ready", "4:17 faults.0 would never happen: no other fault can bring about `n1 ready`"),
            ("when: 2 subscribed", "4:17 faults.0 would never happen: no other fault can bring about `2 subscribed`"),
            ("when: 3 subscribed", "4:17 faults.0 would never happen: there are 2 nodes"),
            ("when: c9 reconnecting", "4:17 faults.0.when: there is no client c9"),
            (
                "when: {see: c3 reconnecting}",
                "4:23 faults.0 would never happen: no other fault can bring about `c3 reconnecting`"
            ),
            ("hook: {link: n3.pub}", "4:24 faults.0.hook.link: there is no node n3; nodes.count is 2"),
            ("hook: {link: c7}", "4:24 faults.0.hook.link: there is no client c7"),
            (
                "hook: {link: n1.discovery}",
                "4:24 faults.0.hook.link: this Redis has no sentinels, so nodes ask none"
            ),
            ("hook: {link: replicas.replication}", "4:24 faults.0.hook.link: this Redis has no replica"),
            ("hook: {link: s1.monitor}", "4:24 faults.0.hook.link: this Redis has no sentinels"),
            (
                "hook: {link: n1.pub, name: PUBLISH}",
                "4:38 faults.0.hook.name: with the backplane signalr, PUBLISH is never sent on n1.pub"
            ),
            (
                "hook: {link: n1.sub, name: EVALSHA}",
                "4:38 faults.0.hook.name: with the backplane signalr, EVALSHA is never sent on n1.sub"
            ),
            ("hook: {link: c1, name: EVALSHA}", "4:34 faults.0.hook.name: messages of clients have no names"),
            (
                "hook: {link: n1.pub, what: connect}",
                "4:17 faults.0 would never happen: everything is connected when traffic begins, and nothing else is broken"
            ),
        ]
    )
    func refusesTriggersThatAreNeverMet(_ trigger: String, _ problem: String) {
        #expect(ScenarioFixture.problems(Self.scenario("{\(trigger), \(Self.drop)}")) == [problem])
    }

    @Test(
        arguments: [
            "{when: n1 deaf, \(drop)}, {at: 1s, do: redis.restart}",
            "{when: n1 ready, \(drop)}, {at: 1s, do: node.restart, node: n1}",
            "{when: 2 subscribed, \(drop)}, {at: 1s, do: node.kill, node: n2, down: 1s}",
            "{when: c3 reconnecting, do: redis.freeze}, {at: 1s, \(drop)}",
            "{when: c3 reconnecting, do: redis.freeze}, {at: 1s, do: client.drop, clients: [c1, c3]}",
            "{when: c3 reconnecting, do: redis.freeze}, {at: 1s, do: node.restart, node: n1}",
            "{hook: {link: n1.pub, what: connect}, \(drop)}, {at: 1s, do: redis.restart}",
            "{after: 310 published, \(drop)}", "{after: 1840 delivered, \(drop)}",
            "{after: 4 joined to group:red, \(drop)}",
            "{hook: {link: nodes.redis, name: subscribe}, \(drop)}",
        ]
    )
    func takesTriggersThatMayBeMet(_ faults: String) {
        #expect(ScenarioFixture.problems(Self.scenario(faults)) == [])
    }

    @Test(
        arguments: [
            ("{when: n1 deaf, \(drop)}, {at: 1s, do: node.restart, node: n2}", "n1 deaf"),
            ("{when: c3 reconnecting, do: redis.freeze}, {at: 1s, do: client.drop, clients: [c1]}", "c3 reconnecting"),
            ("{when: c3 reconnecting, do: redis.freeze}, {at: 1s, do: redis.restart}", "c3 reconnecting"),
        ]
    )
    func refusesSightsThatOtherFaultsDoNotCause(_ faults: String, _ sight: String) {
        let problems = ScenarioFixture.problems(Self.scenario(faults))
        #expect(
            problems.contains("4:17 faults.0 would never happen: no other fault can bring about `\(sight)`"),
            "\(problems)"
        )
    }

    /// A subscription may also be lost to the bound of what Redis keeps for a reader.
    @Test func takesDeafNodesWhereRedisItselfMayCauseThem() {
        let fault = "{when: n1 deaf, \(Self.drop)}"
        let limit = "redis: {config: {client-output-buffer-limit: pubsub 1mb 1mb 1}}"
        #expect(ScenarioFixture.problems(Self.scenario(fault, limit)) == [])
    }

    @Test func refusesSightsOfClientsThatStayAway() {
        let text = """
            scenario: s
            clients: {reconnect: never}
            traffic: [{count: 300}]
            faults: [{when: c1 reconnecting, do: redis.freeze}, {at: 1s, do: client.drop, clients: all}]
            """
        #expect(
            ScenarioFixture.problems(text)
                == ["4:17 faults.0 would never happen: clients that lost their connection stay away"]
        )
    }

    @Test func knowsTheCommandsOfTheOtherBackplane() {
        func problems(_ hook: String) -> [String] {
            ScenarioFixture.problems(Self.scenario("{hook: \(hook), \(Self.drop)}", "nodes: {backplane: pubsub}"))
        }
        #expect(problems("{link: n1.pub, name: PUBLISH, nth: 3}") == [])
        #expect(
            problems("{link: n1.pub, name: EVALSHA}")
                == ["4:38 faults.0.hook.name: with the backplane pubsub, EVALSHA is never sent on n1.pub"]
        )
    }
}
