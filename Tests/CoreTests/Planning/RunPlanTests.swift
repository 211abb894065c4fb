import Core
import Testing

@Suite struct RunPlanTests {
    private func plan(
        clients: ClientsSpec,
        nodes: Int = 2,
        traffic: [TrafficSpec] = [TrafficSpec(count: 10)],
        seed: UInt64 = 5
    ) -> RunPlan {
        let scenario = Scenario(name: "x", nodes: NodesSpec(count: nodes), clients: clients, traffic: traffic)
        return RunPlan(scenario: scenario, seed: seed, run: RunID(1))
    }

    @Test func roundRobinSpreadsClientsOverNodes() {
        let plan = plan(clients: ClientsSpec(count: 5))
        #expect(plan.clients.map(\.node.number) == [1, 2, 1, 2, 1])
        #expect(plan.clients.allSatisfy { !$0.sticky })
    }

    @Test func fixedPlacementPutsTheNamedNumberOnEachNode() {
        let plan = plan(clients: ClientsSpec(count: 4, placement: .fixed([NodeID(2): 3, NodeID(1): 1])))
        #expect(plan.clients.map(\.node.number) == [1, 2, 2, 2])
        #expect(plan.clients.allSatisfy { $0.sticky })
    }

    @Test func randomPlacementIsFixedByTheSeed() {
        let spec = ClientsSpec(count: 40, placement: .random)
        #expect(plan(clients: spec, seed: 5).clients == plan(clients: spec, seed: 5).clients)
        #expect(plan(clients: spec, seed: 5).clients != plan(clients: spec, seed: 6).clients)
        #expect(Set(plan(clients: spec).clients.map(\.node)).count == 2)
    }

    @Test func groupsTakeClientsOneAfterTheOther() {
        let groups = [GroupShare(name: "red", count: 2), GroupShare(name: "blue", count: 3)]
        let plan = plan(clients: ClientsSpec(count: 4, groups: groups))
        #expect(plan.audiences == [.all, .group("red"), .group("blue")])
        #expect(plan.clients.map(\.groups) == [[1, 2], [1], [2], [2]])
    }

    @Test func usersTakeClientsOneAfterTheOther() {
        let users = [GroupShare(name: "ann", count: 2), GroupShare(name: "bob", count: 1)]
        let plan = plan(clients: ClientsSpec(count: 4, users: users))
        #expect(plan.clients.map(\.user) == ["ann", "ann", "bob", nil])
    }

    @Test func countAndRateAreSharedAmongPublishers() {
        let traffic = [TrafficSpec(publishers: 3, ratePerSecond: 300, count: 10)]
        let plan = plan(clients: ClientsSpec(count: 2), traffic: traffic)
        #expect(plan.publishers.map(\.count) == [4, 3, 3])
        #expect(plan.publishers.map(\.ratePerSecond) == [100, 100, 100])
        #expect(plan.publishers.map(\.client.number) == [1, 2, 1])
        #expect(plan.publishers.map(\.delayMilliseconds) == [0, 3, 6])
    }

    @Test func processesCoverEveryClientOnce() {
        let plan = plan(clients: ClientsSpec(count: 7, perProcess: 3))
        #expect(plan.processes == [0..<3, 3..<6, 6..<7])
        #expect(plan.processes.indices.flatMap { plan.publishers(ofProcess: $0) } == plan.publishers)
    }

    @Test func applicationsComeOneAfterTheOther() {
        let scenario = Scenario(
            name: "x",
            nodes: NodesSpec(count: 2, app: "chat"),
            clients: ClientsSpec(count: 3, groups: [GroupShare(name: "red", count: 4)], perProcess: 4),
            traffic: [TrafficSpec(publishers: 4, audiences: [.all, .group("red")], count: 8)],
            apps: [
                AppSpec(name: "shop", nodes: 2, clients: 3, traffic: [TrafficSpec(publishers: 4, count: 4)]),
                AppSpec(name: "help", nodes: 1, clients: 2, traffic: [TrafficSpec(count: 1)]),
            ]
        )
        let plan = RunPlan(scenario: scenario, seed: 1, run: RunID(1))
        #expect(plan.nodes == (1...5).map { NodeID($0) })
        #expect(plan.clients.map(\.node.number) == [1, 2, 1, 3, 4, 3, 5, 5])
        #expect(
            plan.clients.map(\.app) == ["chat", "chat", "chat", "shop", "shop", "shop", "help", "help"]
        )
        #expect(plan.clients.map(\.groups) == [[1, 1], [1], [1], [], [], [], [], []])
        #expect(plan.audiences == [.app("chat"), .group("red"), .app("shop"), .app("help")])
        #expect(plan.publishers.map(\.client.number) == [1, 2, 3, 1, 4, 5, 6, 4, 7])
        #expect(plan.publishers.map(\.audiences) == Array(repeating: [0, 1], count: 4) + [[2], [2], [2], [2], [3]])
        #expect(plan.processes == [0..<4, 4..<8])
        #expect(plan.number(of: .all, from: .one(PublisherID(1))) == 0)
        #expect(plan.number(of: .all, from: .one(PublisherID(9))) == 3)
        #expect(plan.number(of: .group("red"), from: .one(PublisherID(1))) == 1)
        #expect(plan.number(of: .group("blue"), from: .all) == nil)
        #expect((1...6).map { scenario.appName(of: NodeID($0)) } == ["chat", "chat", "shop", "shop", "help", "chat"])
        #expect(plan.manifest(histories: []).clients.map(\.app) == plan.clients.map(\.app))
    }

    /// A run of one application says nothing about applications.
    @Test func oneApplicationIsEverybody() {
        let plan = plan(clients: ClientsSpec(count: 2))
        #expect(plan.audiences == [.all])
        #expect(plan.clients.allSatisfy { $0.app == nil })
        #expect(plan.scenario.appName(of: NodeID(1)) == nil)
    }

    @Test func aShareOfClientsIsDrawnFromTheSeedAnewEachTime() {
        let plan = plan(clients: ClientsSpec(count: 50))
        let first = plan.clients(in: .share(0.2), fault: 1, repetition: 1)
        #expect(first.count == 10)
        #expect(Set(first).count == 10)
        #expect(first == plan.clients(in: .share(0.2), fault: 1, repetition: 1))
        #expect(first != plan.clients(in: .share(0.2), fault: 1, repetition: 2))
    }

    @Test func aTinyShareStillHitsSomebody() {
        #expect(plan(clients: ClientsSpec(count: 3)).clients(in: .share(0.01), fault: 1, repetition: 1).count == 1)
    }

    @Test func clientsOfANodeAreThosePlacedThere() {
        let plan = plan(clients: ClientsSpec(count: 5))
        #expect(plan.clients(in: .onNode(NodeID(2)), fault: 1, repetition: 1).map(\.number) == [2, 4])
    }
}
