import Testing

@testable import Core

/// Several applications on one Redis.
@Suite struct ScenarioAppTests {
    private static func scenario(_ app: String, _ more: String = "") -> String {
        """
        scenario: s
        nodes: {app: chat}
        traffic: [{count: 100}]
        apps: [\(app)]
        \(more)
        """
    }

    @Test func readsApplications() throws {
        let scenario = try ScenarioFixture.scenario(
            Self.scenario(
                "{app: shop, database: 1, nodes: 3, clients: 5, traffic: [{count: 7, rate: 10/s}]}, "
                    + "{app: help, traffic: [{count: 1}, {count: 2}]}",
                "redis: {database: 4}"
            )
        )
        #expect(
            scenario.apps == [
                AppSpec(
                    name: "shop",
                    database: 1,
                    nodes: 3,
                    clients: 5,
                    traffic: [TrafficSpec(ratePerSecond: 10, count: 7)]
                ),
                AppSpec(
                    name: "help",
                    database: 4,
                    nodes: 2,
                    clients: 4,
                    traffic: [TrafficSpec(count: 1), TrafficSpec(count: 2)]
                ),
            ]
        )
        #expect(scenario.nodesAtStart == 7)
        #expect(scenario.clientCount == 13)
    }

    @Test func takesTheDatabaseOfTheAddress() throws {
        let given = "redis: {url: 'redis://127.0.0.1:6379/3'}"
        let scenario = try ScenarioFixture.scenario(Self.scenario("{app: shop, traffic: [{count: 1}]}", given))
        #expect(scenario.apps.map(\.database) == [3])
    }

    @Test(
        arguments: [
            ("{traffic: [{count: 1}]}", "4:8 apps.0 needs the key 'app'"),
            ("{app: shop}", "4:8 apps.0 needs the key 'traffic'"), ("shop", "4:8 apps.0 must be a mapping; got 'shop'"),
            ("{app: shop, traffic: []}", "4:29 traffic is empty: nothing would be published"),
            ("{app: a b, traffic: [{count: 1}]}", "4:14 apps.0.app is no name: 'a b'"),
            ("{app: shop, nodes: 0, traffic: [{count: 1}]}", "4:27 apps.0.nodes is too small"),
            ("{app: shop, count: 3, traffic: [{count: 1}]}", "4:20 apps.0 has no key 'count'"),
            (
                "{app: chat, traffic: [{count: 1}]}",
                "4:14 apps.0.app: 'chat' is the name of nodes.app too, so the two would hear each other"
            ),
            (
                "{app: chat, database: 1, traffic: [{count: 1}]}",
                "4:14 apps.0.app: 'chat' is the name of nodes.app too, so the two would hear each other"
            ),
            (
                "{app: shop, traffic: [{count: 1}]}, {app: shop, traffic: [{count: 1}]}",
                "4:50 apps.1.app: 'shop' is the name of apps.0.app too, so the two would hear each other"
            ),
            (
                "{app: shop, traffic: [{count: 1, to: group:red}]}",
                "4:45 apps.0.traffic.0.to: groups and users belong to the main application"
            ),
            (
                "{app: shop, traffic: [{count: 1, to: app:shop}]}",
                "4:45 apps.0.traffic.0.to: groups and users belong to the main application"
            ),
            ("{app: shop, database: 16, traffic: [{count: 1}]}", "4:30 apps.0.database: this Redis has 16 databases"),
            ("{app: shop, nodes: 63, traffic: [{count: 1}]}", "4:7 apps: with them there are 65 nodes"),
            ("{app: shop, clients: 99999, traffic: [{count: 1}]}", "4:7 apps: with them there are 100003 clients"),
            (
                "{app: shop, traffic: [{count: 1, publishers: 2}]}",
                "4:38 apps.0.traffic.0: 2 publishers share 1 messages"
            ),
        ]
    )
    func refusesApplicationsThatCannotBe(_ app: String, _ problem: String) {
        #expect(ScenarioFixture.problems(Self.scenario(app)) == [problem])
    }

    @Test(
        arguments: [
            ("faults: [{at: 1s, do: node.restart, node: n4}]", []),
            ("faults: [{at: 1s, do: client.drop, clients: [c8]}]", []),
            ("faults: [{after: 107 published, do: redis.freeze}]", []),
            ("faults: [{after: 7 published by p2, do: redis.freeze}]", []),
            ("faults: [{after: 428 delivered, do: redis.freeze}]", []),
            (
                "faults: [{after: 429 delivered, do: redis.freeze}]",
                ["5:18 faults.0 would never happen: at most 428 can be delivered"]
            ),
            (
                "faults: [{at: 1s, do: node.restart, node: n5}]",
                ["5:43 faults.0.node: there is no node n5; there are 4 in all"]
            ),
            (
                "faults: [{at: 1s, do: client.drop, clients: [c9]}]", ["5:46 there is no client c9"]
            ),
            (
                "faults: [{at: 1s, do: node.kill, node: n3}, {at: 1s, do: node.kill, node: n4}]",
                ["5:40 faults.0: no node of 'shop' would be left", "5:75 faults.1: no node of 'shop' would be left"]
            ),
            (
                "clients: {placement: {n1: 2, n3: 1}}",
                ["5:34 clients.placement.n3: there is no node n3; nodes.count is 2"]
            ),
            ("expect: {acknowledged-at-least: 107}", []),
            ("faults: [{at: 1s, do: traffic.burst, count: 5}]", []),
            ("faults: [{at: 1s, do: traffic.burst, publisher: p2, count: 5, to: all}]", []),
            (
                "faults: [{at: 1s, do: traffic.burst, count: 5, to: all}]",
                ["5:52 faults.0.to: the publishers belong to several applications"]
            ),
        ]
    )
    func countsThemWhereTheyCount(_ more: String, _ problems: [String]) {
        let text = Self.scenario("{app: shop, traffic: [{count: 7}]}", more)
        #expect(ScenarioFixture.problems(text) == problems)
    }

    @Test func letsOnlyClientsOfTheMainApplicationJoinItsGroups() {
        func problems(_ selection: String) -> [String] {
            let more = "clients: {groups: {red: 1}}\nfaults: [{at: 1s, do: client.join, group: red, \(selection)}]"
            return ScenarioFixture.problems(Self.scenario("{app: shop, traffic: [{count: 7}]}", more))
        }
        #expect(problems("clients: [c1, c4]") == [])
        #expect(problems("node: n2") == [])
        let problem = "6:10 faults.0: groups belong to the main application, and these clients may be of another"
        for selection in ["clients: [c1, c5]", "node: n3", "clients: all", "share: 50%", "count: 2"] {
            #expect(problems(selection) == [problem])
        }
    }

    @Test func sendsNothingToAnotherApplication() {
        let text = "scenario: s\ntraffic: [{count: 1, to: app:shop}]\napps: [{app: shop, traffic: [{count: 1}]}]"
        #expect(
            ScenarioFixture.problems(text) == ["2:26 traffic.0.to: an application sends to its own clients only"]
        )
    }
}
