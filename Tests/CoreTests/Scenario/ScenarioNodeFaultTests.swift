import Testing

@testable import Core

/// Faults on nodes: how they are written, and what is refused before anything runs.
@Suite struct ScenarioNodeFaultTests {
    private func faults(_ text: String) throws -> [AnyFault] {
        try ScenarioFixture.scenario(ScenarioFixture.minimal("faults: [\(text)]")).faults.map(\.fault)
    }

    @Test(arguments: [
        ("node.kill, node: n1, down: 1s", AnyFault(NodeKill(node: NodeID(1), downMilliseconds: 1_000))),
        (
            "node.stop, node: n1, grace: 50ms, down: 0s",
            AnyFault(NodeStop(node: NodeID(1), graceMilliseconds: 50, downMilliseconds: 0))
        ),
        ("node.stop, node: n1", AnyFault(NodeStop(node: NodeID(1), downMilliseconds: nil))),
        (
            "node.restart, node: n2, port: new",
            AnyFault(NodeRestart(node: NodeID(2), downMilliseconds: 500, port: .new))
        ),
        ("node.freeze, node: n2", AnyFault(NodeFreeze(node: NodeID(2), downMilliseconds: nil))),
        ("node.freeze, node: n2, down: 2s", AnyFault(NodeFreeze(node: NodeID(2), downMilliseconds: 2_000))),
        ("node.add", AnyFault(NodeAdd(count: 1))),
        ("node.add, count: 3", AnyFault(NodeAdd(count: 3))),
        ("node.remove, node: n2", AnyFault(NodeRemove(node: NodeID(2)))),
        (
            "node.rolling, down: 100ms, pause: 1s",
            AnyFault(NodeRolling(downMilliseconds: 100, pauseMilliseconds: 1_000))
        ),
        (
            "node.failpoint, node: n1, point: before-write, action: pause, nth: 3, for: 200ms",
            AnyFault(
                NodeFailpoint(node: NodeID(1), point: .beforeWrite, action: .pause, nth: 3, pauseMilliseconds: 200)
            )
        ),
        (
            "node.failpoint, node: n1, point: after-send, action: crash, down: 0s",
            AnyFault(NodeFailpoint(node: NodeID(1), point: .afterSend, action: .crash, downMilliseconds: 0))
        ),
    ])
    func isReadWithItsDefaults(text: String, fault: AnyFault) throws {
        #expect(try faults("{at: 1s, do: \(text)}") == [fault])
    }

    @Test func whatIsLeftOpenIsUndone() throws {
        let read = try faults(
            """
            {at: 1s, do: node.stop, node: n1}, {at: 2s, do: node.start, node: n1, port: new},
              {at: 3s, do: node.freeze, node: n2}, {at: 4s, do: node.thaw, node: n2}
            """
        )
        #expect(read[1] == AnyFault(NodeStart(node: NodeID(1), port: .new)))
        #expect(read[3] == AnyFault(NodeThaw(node: NodeID(2))))
    }

    @Test(arguments: [
        (
            "{at: 1s, do: node.start, node: n1}",
            "faults.0: node.start has nothing to undo: no fault leaves n1 that way"
        ),
        (
            "{at: 1s, do: node.kill, node: n1, down: 1s}, {at: 3s, do: node.start, node: n1}",
            "faults.1: node.start has nothing to undo: no fault leaves n1 that way"
        ),
        (
            "{at: 2s, do: node.kill, node: n1}, {at: 1s, do: node.start, node: n1}",
            "faults.1: node.start comes before what it is to undo, in line 3"
        ),
        (
            "{at: 1s, do: node.thaw, node: n1}",
            "faults.0: node.thaw has nothing to undo: no fault leaves n1 that way"
        ),
        (
            "{at: 1s, do: node.kill, node: n1}, {at: 2s, do: node.restart, node: n1}",
            "faults.1 takes the process of n1 at 2s, and node.kill in line 3 holds it from 1s for good"
        ),
        ("{at: 1s, do: node.freeze, node: n3}", "faults.0.node: there is no node n3; nodes.count is 2"),
        ("{at: 1s, do: node.stop, node: n1}, {at: 2s, do: node.remove, node: n2}", "faults.0: no node would be left"),
        (
            "{at: 1s, do: node.add}, {at: 500ms, do: node.kill, node: n3, down: 1s}",
            "faults.1: n3 is not there by then"
        ),
        (
            "{at: 1s, do: node.remove, node: n2}, {at: 2s, do: node.kill, node: n2, down: 1s}",
            "faults.1: n2 is gone by then: faults.0 removes it"
        ),
        ("{every: 1s, do: node.add}", "faults.0 would add nodes without end"),
        ("{at: 1s, do: node.add, count: 63}", "faults.0: there would be 65 nodes"),
        (
            "{at: 1s, do: node.failpoint, node: n1, point: after-write, action: crash, for: 1s}",
            "faults.0.for belongs to `action: pause`"
        ),
        (
            "{at: 1s, do: node.failpoint, node: n1, point: after-write, action: pause, down: 1s}",
            "faults.0.down belongs to `action: crash`"
        ),
    ])
    func isRefused(text: String, problem: String) {
        let problems = ScenarioFixture.problems(ScenarioFixture.minimal("faults: [\(text)]"))
        #expect(problems.contains { $0.hasSuffix(problem) }, "\(problems)")
    }

    @Test func aNodeThatIsStartedAgainIsNotLost() throws {
        let scenario = """
            nodes: {count: 1}
            faults: [{at: 1s, do: node.kill, node: n1}, {at: 2s, do: node.start, node: n1}]
            """
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal(scenario)) == [])
    }

    @Test func aRemovedNodeOfStickyClientsIsRefused() {
        let scenario = "clients: {placement: sticky}\nfaults: [{at: 1s, do: node.remove, node: n2}]"
        #expect(
            ScenarioFixture.problems(ScenarioFixture.minimal(scenario))
                == ["4:42 faults.0: the clients of n2 go back to it only, and it stays away"]
        )
    }

    @Test func addedNodesAreNumberedInTheOrderOfTheFile() throws {
        let scenario = try ScenarioFixture.scenario(
            ScenarioFixture.minimal(
                """
                faults:
                  - {every: 1s, times: 2, do: node.add, count: 2}
                  - {at: 500ms, do: node.add}
                  - {at: 9s, do: node.kill, node: n7, down: 1s}
                """
            )
        )
        let plan = RunPlan(scenario: scenario, seed: 1, run: RunID(1))
        #expect(plan.nodes.count == 7)
        #expect(plan.startingNodes == [NodeID(1), NodeID(2)])
        #expect(plan.addedNodes(fault: 1, repetition: 1) == [NodeID(3), NodeID(4)])
        #expect(plan.addedNodes(fault: 1, repetition: 2) == [NodeID(5), NodeID(6)])
        #expect(plan.addedNodes(fault: 2, repetition: 1) == [NodeID(7)])
        #expect(plan.manifest(histories: [], absent: [NodeID(7)]).nodes.count == 6)
        #expect(plan.clients.allSatisfy { $0.node.index < 2 })
    }
}

/// The balancer in scenario files.
@Suite struct ScenarioBalancerTests {
    @Test(arguments: [
        ("haproxy", BalancerSpec(kind: .haproxy)),
        ("rollcall", BalancerSpec()),
        ("{}", BalancerSpec()),
        (
            "{kind: haproxy, policy: least-connections, health: false}",
            BalancerSpec(kind: .haproxy, policy: .leastConnections, healthChecks: false)
        ),
    ])
    func isReadInBothForms(text: String, spec: BalancerSpec) throws {
        let scenario = try ScenarioFixture.scenario(ScenarioFixture.minimal("nodes: {balancer: \(text)}"))
        #expect(scenario.nodes.balancer == spec)
    }

    @Test(arguments: [
        ("nodes: {balancer: nginx}", "3:19 nodes.balancer cannot be 'nginx'"),
        ("nodes: {balancer: {policy: hash}}", "3:28 nodes.balancer.policy cannot be 'hash'"),
        (
            "nodes: {balancer: rollcall}\nclients: {placement: sticky}",
            "4:22 clients.placement: behind a balancer clients do not choose their nodes"
        ),
        (
            "nodes: {balancer: rollcall}\nclients: {placement: {n1: 2}}",
            "4:22 clients.placement: behind a balancer clients do not choose their nodes"
        ),
        (
            "nodes: {balancer: haproxy}\nfaults: [{at: 1s, do: node.restart, node: n1, port: new}]",
            "4:53 faults.0.port: haproxy knows the ports that its configuration names, and no others"
        ),
    ])
    func isRefused(text: String, problem: String) {
        #expect(ScenarioFixture.problems(ScenarioFixture.minimal(text)) == [problem])
    }
}
