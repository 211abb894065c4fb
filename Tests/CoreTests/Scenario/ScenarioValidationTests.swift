import Testing

@testable import Core

@Suite struct ScenarioValidationTests {
    @Test(
        arguments: [
            ("clients: {count: 3, groups: {red: 4}}", "3:35 the group 'red' is larger than the number of clients"),
            ("clients: {count: 3, users: {a: 2, b: 2}}", "3:28 clients.users names 4 connections; there are 3 clients"),
            ("clients: {count: 3, placement: {n1: 1}}", "3:32 clients.placement places 1 clients; clients.count is 3"),
            ("clients: {placement: {n1: 0}}", "3:22 clients.placement places no client"),
            ("clients: {placement: {n3: 1}}", "3:27 clients.placement.n3: there is no node n3; nodes.count is 2"),
            (
                "nodes: {keep-alive: 4s, disconnect-timeout: 6s}",
                "3:21 nodes.keep-alive is more than a third of nodes.disconnect-timeout"
            ),
            ("nodes: {keep-alive: 11s}", "3:21 nodes.keep-alive is more than a third of nodes.disconnect-timeout"),
            (
                "nodes: {defects: [{do: drop, node: n3, nth: 1}]}",
                "3:36 nodes.defects.0.node: there is no node n3; nodes.count is 2"
            ),
            (
                "nodes: {defects: [{do: drop, node: n1, nth: 101}]}",
                "3:45 nodes.defects.0.nth: the defect would never show; 100 messages are published"
            ),
            (
                "nodes: {defects: [{do: swap, node: n1, nth: 100}]}",
                "3:45 nodes.defects.0.nth: the defect would never show; 100 messages are published"
            ),
            (
                "nodes: {defects: [{do: misroute, node: n1, nth: 1}]}",
                "3:24 nodes.defects.0: every message is for all, so none can be misrouted"
            ),
            (
                "nodes: {discovery: ask}",
                "3:20 nodes.discovery says how nodes find a master that sentinels watch; this Redis has no sentinels"
            ),
            ("redis: {username: ann}", "3:19 redis.username needs redis.password"),
            ("redis: {database: 16}", "3:19 redis.database: this Redis has 16 databases"),
            ("redis: {url: 'redis://h', port: 1}", "3:33 redis.port does not go with redis.url"),
            (
                "redis: {url: 'redis://h', persistence: aof}",
                "3:40 redis.persistence does not go with redis.url: a Redis that is given is not reconfigured"
            ),
            (
                "redis: {url: 'redis://h', config: {a: 1}}",
                "3:35 redis.config does not go with redis.url: a Redis that is given is not reconfigured"
            ),
            (
                "redis: {url: 'redis://h'}\nfaults: [{at: 1s, do: redis.freeze}]",
                "4:23 redis.freeze would harm a Redis that Rollcall did not start"
            ),
            (
                "faults: [{at: 1s, do: node.kill, node: n3, down: 1s}]",
                "3:40 faults.0.node: there is no node n3; nodes.count is 2"
            ),
            (
                "faults: [{at: 1s, do: node.restart, node: n3}]",
                "3:43 faults.0.node: there is no node n3; nodes.count is 2"
            ),
            (
                "faults: [{at: 1s, do: client.drop, node: n3}]",
                "3:42 faults.0.node: there is no node n3; nodes.count is 2"
            ),
            ("faults: [{at: 1s, do: client.drop, count: 5}]", "3:43 faults.0.count: there are 4 clients"),
            ("faults: [{at: 1s, do: client.drop, clients: [c1, c5]}]", "3:50 there is no client c5"),
            ("nodes: {count: 1}\nfaults: [{at: 1s, do: node.kill, node: n1}]", "4:40 faults.0: no node would be left"),
            (
                "clients: {placement: sticky}\nfaults: [{at: 1s, do: node.kill, node: n2}]",
                "4:40 faults.0: the clients of n2 go back to it only, and it stays away"
            ),
            (
                "clients: {placement: {n1: 1, n2: 1}}\nfaults: [{at: 1s, do: node.kill, node: n2}]",
                "4:40 faults.0: the clients of n2 go back to it only, and it stays away"
            ),
            (
                "faults: [{after: 101 published, do: redis.freeze}]",
                "3:18 faults.0 would never happen: at most 100 can be published"
            ),
            (
                "faults: [{after: 401 delivered, do: redis.freeze}]",
                "3:18 faults.0 would never happen: at most 400 can be delivered"
            ),
            (
                "faults: [{after: 5 connected, do: redis.freeze}]",
                "3:18 faults.0 would never happen: at most 4 can be connected"
            ),
            (
                "faults: [{after: 1 joined, do: redis.freeze}]",
                "3:18 faults.0 would never happen: at most 0 can be joined"
            ),
            (
                "faults: [{at: 2m, do: redis.freeze}]",
                "3:15 faults.0.at: traffic is over by then; limits.traffic is 120s"
            ),
            (
                "faults: [{every: 3m, do: redis.freeze}]",
                "3:18 faults.0.every: traffic is over by then; limits.traffic is 120s"
            ),
            (
                "expect: {delivery: at-most-once, reproduces: [lost]}",
                "3:46 expect.reproduces: `delivery: at-most-once` allows what is lost, so it is no violation"
            ),
            (
                "expect: {delivery: at-least-once, reproduces: [duplicated]}",
                "3:47 expect.reproduces: `delivery: at-least-once` allows what is duplicated, so it is no violation"
            ),
            (
                "expect: {order: none, reproduces: [out-of-order]}",
                "3:35 expect.reproduces: `order: none` allows what is out-of-order, so it is no violation"
            ),
            ("expect: {known-as: x}", "3:20 expect.known-as names a defect, and none is reproduced"),
            (
                "expect: {acknowledged-at-least: 101}",
                "3:33 expect.acknowledged-at-least: only 100 messages are published"
            ),
        ]
    )
    func refusesWhatMakesNoSenseTogether(_ more: String, _ problem: String) {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal(more)) == [problem])
    }

    @Test(
        arguments: [
            ("{count: 3, publishers: 4}", "2:19 traffic.0: 4 publishers share 3 messages"),
            ("{count: 3, to: group:red}", "2:26 traffic.0.to: the group 'red' has no members"),
            ("{count: 3, to: [all, user:ann]}", "2:26 traffic.0.to: the user 'ann' has no members"),
            (
                "{count: 3, size: 64KiB}",
                "2:28 traffic.0.size: the nodes would cut the connection of whoever sends this"
            ),
            ("{count: 300, rate: 1/s}", "2:19 traffic.0 would end after 300s; limits.traffic is 120s"),
            ("{count: 3, at: 2m}", "2:26 traffic.0 would end after 120s; limits.traffic is 120s"),
        ]
    )
    func refusesTrafficThatCannotBe(_ traffic: String, _ problem: String) {
        let problems = ScenarioFixture.problems("scenario: s\ntraffic: [\(traffic)]")
        #expect(problems == [problem])
    }

    @Test func namesTheGroupThatWasMeant() {
        let report = ScenarioFixture.report(
            "scenario: s\nclients: {groups: {red: 2}}\ntraffic: [{count: 1, to: group:rde}]"
        )
        #expect(
            report == """
                s.yaml:3:26: error: traffic.0.to: the group 'rde' has no members
                    3 | traffic: [{count: 1, to: group:rde}]
                      |                          ^~~~~~~~~
                  did you mean 'group:red'?
                  expected: group:red
                  to mend: or give it members: `clients: {groups: {rde: 2}}`
                """
        )
    }

    /// What could not be read is told once, not again as something that is missing.
    @Test func doesNotJudgeByWhatItCouldNotRead() {
        let problems = ScenarioFixture.problems(
            """
            scenario: s
            nodes: {count: three}
            clients: {count: many, groups: {red: some}}
            traffic: [{count: lots, to: group:red}]
            faults: [{at: 1s, do: node.kill, node: n3}, {after: 5000 published, do: client.drop, clients: [c9]}]
            """
        )
        #expect(problems.map { $0.prefix(4) } == ["2:16", "3:18", "3:38", "4:19"])
    }

    @Test func takesMorePublishersThanClients() throws {
        #expect(
            try ScenarioFixture.scenario("scenario: s\ntraffic: [{count: 9, publishers: 9}]").traffic[0].publishers == 9
        )
    }
}
