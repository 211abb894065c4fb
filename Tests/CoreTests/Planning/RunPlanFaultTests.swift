import Core
import Testing

/// What a plan says to those who do faults on clients and traffic.
@Suite struct RunPlanFaultTests {
    private func plan(_ clients: ClientsSpec, publishers: Int = 3, _ faults: [FaultSpec] = []) -> RunPlan {
        let traffic = [TrafficSpec(publishers: publishers, count: 30)]
        let scenario = Scenario(name: "x", clients: clients, traffic: traffic, faults: faults)
        return RunPlan(scenario: scenario, seed: 5, run: RunID(1))
    }

    @Test func lateClientsAreTheLastAndCarryNoPublishers() {
        let plan = plan(ClientsSpec(count: 4, late: 2))
        #expect(plan.clients.map(\.isLate) == [false, false, true, true])
        #expect(plan.publishers.map(\.client.number) == [1, 2, 1])
        #expect(plan.manifest(histories: []).clients.map(\.isLate) == [nil, nil, true, true])
    }

    @Test func drawsOnlyAmongThoseThatAreThere() {
        let plan = plan(ClientsSpec(count: 10))
        for fault in 1...20 {
            let chosen = plan.clients(in: .share(0.5), fault: fault, repetition: 1) { $0.number > 6 }
            #expect(chosen.count == 2)
            #expect(chosen.allSatisfy { $0.number > 6 })
        }
    }

    @Test func aBurstIsSharedByItsPublishers() {
        let plan = plan(ClientsSpec(count: 4))
        #expect(plan.bursts(of: 8, by: .all).map(\.count) == [3, 3, 2])
        #expect(plan.bursts(of: 2, by: .all).map(\.publisher.number) == [1, 2])
        #expect(plan.bursts(of: 8, by: .one(PublisherID(2))) == [PublisherBurst(publisher: PublisherID(2), count: 8)])
    }

    @Test func watchesWhomTriggersName() {
        let fault = ClientDrop(.all, manner: .reset, awayMilliseconds: 0)
        let triggers: [FaultTrigger] = [
            .after(count: 3, of: .delivered, by: .client(ClientID(3))), .after(count: 3, of: .published),
            .after(count: 3, of: .published, by: .publisher(PublisherID(2))),
            .after(count: 3, of: .connected, by: .node(NodeID(2))), .after(count: 3, of: .joined, by: .group("red")),
            .when(.reconnecting(ClientID(4)), nth: 1, delayMilliseconds: 0), .at(milliseconds: 5),
        ]
        let plan = plan(ClientsSpec(count: 4), triggers.map { FaultSpec(trigger: $0, fault) })
        #expect(
            plan.watched
                == WatchedSubjects(
                    clients: [ClientID(3), ClientID(4)],
                    publishers: [PublisherID(2)],
                    nodes: [NodeID(2)],
                    groups: ["red"]
                )
        )
    }

    @Test func theBoardAddsUpWhatProcessesCount() {
        var board = RunBoard(nodes: 1, clientProcesses: 2)
        board.phase = .traffic
        func progress(connected: Int, reconnecting: Int) -> ClientProgress {
            var progress = ClientProgress()
            var counts = WatchedCounts()
            counts.connected = [NodeID(1): connected]
            counts.joined = ["red": connected]
            counts.delivered = [ClientID(1): 9]
            counts.reconnecting = [ClientID(1): reconnecting]
            progress.watched = counts
            return progress
        }
        board.apply(.progress(progress(connected: 2, reconnecting: 1)), process: 0)
        board.apply(.progress(progress(connected: 3, reconnecting: 0)), process: 1)
        board.apply(.progress(progress(connected: 1, reconnecting: 3)), process: 0)
        let counters = board.counters
        #expect(counters.count(.connected, by: .node(NodeID(1))) == 4)
        #expect(counters.count(.joined, by: .group("red")) == 4)
        #expect(counters.count(.delivered, by: .client(ClientID(1))) == 9)
        #expect(counters.sights[.reconnecting(ClientID(1))] == 3)
    }
}
