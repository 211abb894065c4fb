import Testing

@testable import Core

/// Faults on clients and on traffic, as scenario files write them.
@Suite struct ClientFaultReadingTests {
    private static let base = """
        clients: {count: 8, groups: {red: 2}, late: 2}
        nodes: {inbound-limit: 1MB}
        traffic: [{publishers: 3, count: 100}]

        """

    /// Together with a fault that opens the late clients, unless it is one itself.
    private static func text(_ faults: [String]) -> String {
        let all = faults + (faults.contains { $0.contains("client.open") } ? [] : ["at: 1s, do: client.open, count: 2"])
        return "scenario: s\n" + base + "faults:\n"
            + all.map { "  - {at: 1s, \($0)}\n" }.joined()
            .replacingOccurrences("at: 1s, at: 1s", "at: 1s")
    }

    private func fault(_ fault: String) throws -> (any Fault)? {
        try ScenarioFixture.scenario(Self.text([fault])).faults.first?.fault.value
    }

    private func problems(_ faults: String...) -> [String] { ScenarioFixture.problems(Self.text(faults)) }

    @Test(arguments: [
        ("nodes: {balancer: rollcall}", "n1", "behind a balancer clients are placed on no node beforehand"),
        ("clients: {placement: least-connections}", "n2", "this placement finds a node for each client only"),
        ("clients: {placement: health-aware}", "n1", "this placement finds a node for each client only"),
        ("nodes: {count: 2}", "n3", "no client is placed on n3, which comes later"),
    ])
    func clientsOfANodeAreThoseThatWerePlacedThere(section: String, node: String, reason: String) {
        let problems = ScenarioFixture.problems(
            """
            scenario: s
            \(section)
            traffic: [{count: 100}]
            faults:
              - {at: 1s, do: node.add}
              - {at: 1s, do: client.drop, node: \(node)}

            """
        )
        #expect(problems.contains { $0.contains("faults.1.node: \(reason)") }, "\(problems)")
    }

    @Test func readsEveryField() throws {
        let drop = try fault("do: client.drop, share: 100%, manner: silence, return: next, away: 1s, spread: 2s")
        #expect(
            drop as? ClientDrop
                == ClientDrop(
                    .share(1),
                    manner: .silence,
                    returning: .next,
                    awayMilliseconds: 1_000,
                    spreadMilliseconds: 2_000
                )
        )
        #expect(
            try fault("do: client.freeze, node: n2, for: 2s") as? ClientFreeze
                == ClientFreeze(.onNode(NodeID(2)), milliseconds: 2_000)
        )
        #expect(
            try fault("do: client.join, count: 2, group: red, for: 1s") as? ClientJoin
                == ClientJoin(GroupChange(.count(2), group: "red", milliseconds: 1_000))
        )
        #expect(
            try fault("do: client.leave, clients: [c1], group: red") as? ClientLeave
                == ClientLeave(GroupChange(.named([ClientID(1)]), group: "red"))
        )
        #expect(
            try fault("do: client.churn, clients: all, period: 100ms, for: 1s") as? ClientChurn
                == ClientChurn(.all, group: nil, periodMilliseconds: 100, milliseconds: 1_000)
        )
        #expect(
            try fault("do: client.close, clients: [c2], for: 1s") as? ClientClose
                == ClientClose(.named([ClientID(2)]), milliseconds: 1_000)
        )
        #expect(
            try fault("do: client.open, count: 2, node: n2") as? ClientOpen == ClientOpen(.count(2), node: NodeID(2))
        )
        #expect(
            try fault("do: traffic.burst, count: 9, size: 1KB, to: group:red, publisher: p2") as? TrafficBurst
                == TrafficBurst(.one(PublisherID(2)), count: 9, size: 1_000, audience: .group("red"))
        )
        #expect(
            try fault("do: traffic.pause, for: 1s") as? TrafficPause == TrafficPause(.all, milliseconds: 1_000)
        )
        #expect(
            try fault("do: traffic.set, publisher: all, rate: 5/s, size: 64B, for: 1s") as? TrafficSet
                == TrafficSet(.all, ratePerSecond: 5, size: 64, milliseconds: 1_000)
        )
    }

    @Test func aThawAndAResumeNameWhatTheyUndo() throws {
        #expect(problems("do: client.freeze, clients: [c4]", "do: client.thaw, clients: [c4]") == [])
        #expect(problems("do: traffic.pause, publisher: p1", "do: traffic.resume, publisher: p1") == [])
        #expect(problems("do: client.freeze, clients: [c4]", "do: client.thaw, clients: [c5]").count == 1)
        #expect(problems("do: client.thaw, clients: [c5]").count == 1)
        #expect(problems("do: traffic.resume").count == 1)
    }

    @Test func refusesWhatWouldNeverEnd() {
        #expect(
            problems("do: traffic.pause, publisher: p1") == ["6:18 faults.0: traffic would never end"]
        )
        // c1 carries p1; c4 carries nobody.
        #expect(problems("do: client.freeze, clients: [c4]") == [])
        #expect(
            problems("do: client.freeze, clients: [c1]")
                == ["6:18 faults.0: clients that publish would never get an answer"]
        )
    }

    @Test func refusesWhatIsNotThere() {
        #expect(problems("do: client.join, clients: [c9], group: red, for: 1s").count == 1)
        #expect(problems("do: client.leave, clients: [c1], group: blue").first?.contains("no members") == true)
        #expect(problems("do: traffic.burst, count: 5, publisher: p4").first?.contains("no publisher p4") == true)
        #expect(problems("do: client.open, clients: [c8], node: n3").first?.contains("no node n3") == true)
        #expect(problems("do: client.open, node: n2").first?.contains("does not say which clients") == true)
        #expect(problems("do: traffic.set, for: 1s").first?.contains("sets nothing") == true)
        #expect(problems("do: client.churn, count: 1, period: 1s, for: 500ms").count == 1)
        #expect(problems("do: client.drop, count: 1, manner: gently").count == 1)
    }

    @Test func aGroupMayBeEmptyUntilSomebodyJoins() {
        let empty = "scenario: s\nclients: {groups: {red: 0}}\ntraffic: [{count: 10, to: group:red}]\n"
        #expect(
            ScenarioFixture.report(empty + "faults: [{at: 1s, do: client.join, clients: all, group: red}]\n") == ""
        )
        #expect(ScenarioFixture.problems(empty).count == 1)
    }

    @Test func boundsSizes() {
        #expect(problems("do: traffic.burst, count: 1, size: 1MB").first?.contains("would cut the connection") == true)
        #expect(problems("do: traffic.burst, count: 50000, size: 100KB").first?.contains("too much to hold") == true)
        #expect(problems("do: traffic.set, size: 1B").first?.contains("too small") == true)
        #expect(
            ScenarioFixture.report("scenario: s\nnodes: {inbound-limit: 40MB}\ntraffic: [{count: 1, size: 33MB}]\n")
                == ""
        )
        #expect(
            ScenarioFixture.report("scenario: s\ntraffic: [{count: 1, size: 1B}]\n").contains("from 64B to 64MiB")
        )
    }

    @Test func lateClientsNeedAFaultThatLetsThemIn() {
        let traffic = "traffic: [{count: 10}]\n"
        #expect(
            ScenarioFixture.problems("scenario: s\nclients: {count: 3, late: 1}\n" + traffic)
                == ["2:27 clients.late: nothing lets the late clients in"]
        )
        #expect(
            ScenarioFixture.problems("scenario: s\nclients: {count: 3, late: 3}\n" + traffic)
                == ["2:27 clients.late: nobody would be there at the start"]
        )
    }

    @Test(arguments: [
        ("least-connections", ClientsSpec.Placement.leastConnections), ("health-aware", .healthAware),
    ])
    func readsThePlacements(word: String, placement: ClientsSpec.Placement) throws {
        let scenario = try ScenarioFixture.scenario(ScenarioFixture.minimal("clients: {placement: \(word)}"))
        #expect(scenario.clients.placement == placement)
        let plan = RunPlan(scenario: scenario, seed: 1, run: RunID(1))
        #expect(plan.routing.rawValue == word)
    }
}

extension String {
    fileprivate func replacingOccurrences(_ text: String, _ other: String) -> String {
        var result = self
        while let range = result.firstRange(of: text) { result.replaceSubrange(range, with: other) }
        return result
    }
}
