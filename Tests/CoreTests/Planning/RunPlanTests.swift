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
