import Core
import Testing

/// Who hears whom at the end of a run.
@Suite struct NodeSilenceTests {
    @Test func nodesThatHearEachOtherAreOneIsland() {
        let verdict = RunScript.threeNodes { script in
            for node in 1...3 as ClosedRange<UInt32> {
                script.probe(node, node: UInt16(node))
                script.hear(node, by: 1, 2, 3)
            }
        }.verdict()
        #expect(verdict.outcome == .held)
        #expect(verdict.nodes.map(\.deaf) == [false, false, false])
        #expect(verdict.nodes.map(\.island) == [1, 1, 1])
        #expect(verdict.nodes.map(\.clients) == [1, 1, 1])
        #expect(verdict.nodes.map(\.delivered) == [2, 2, 2])
        #expect(verdict.nodes[0].hears == [NodeID(1), NodeID(2), NodeID(3)])
    }

    private static var deafSecond: RunScript {
        RunScript.threeNodes { script in
            for node in 1...3 as ClosedRange<UInt32> {
                script.probe(node, node: UInt16(node))
                script.hear(node, by: 1, 3)
            }
        }
    }

    @Test func aNodeThatHearsNobodyIsDeaf() {
        let verdict = Self.deafSecond.verdict()
        #expect(verdict.nodes.map(\.deaf) == [false, true, false])
        #expect(verdict.nodes.map(\.island) == [1, 2, 1])
        #expect(verdict.raw == .violated)
        #expect(verdict.reasons == ["n2 is deaf: at the end its clients heard nothing that was sent at n1, n3"])
    }

    @Test func aScenarioSaysHowManyMayBeDeaf() {
        var script = Self.deafSecond
        script.bound { $0.deafNodes = 1 }
        #expect(script.verdict().outcome == .held)
        script.bound { $0.deafNodes = 0 }
        #expect(script.verdict().reasons == ["deaf-nodes: 1 (n2), and at most 0 is allowed"])
    }

    @Test func aDeafNodeIsALossThatCanBeReproduced() {
        var script = Self.deafSecond
        script.manifest.expectation.reproduces = [ReproducedViolation(violation: .lost)]
        #expect(script.verdict().reasons == ["no lost, which this scenario is there to show"])
        script.manifest.expectation.reproduces = [ReproducedViolation(violation: .duplicated)]
        #expect(script.verdict().reasons.contains { $0.hasPrefix("n2 is deaf") })
    }

    @Test func nodesThatDoNotHearEachOtherAreTold() {
        let verdict = RunScript.threeNodes { script in
            script.probe(1, node: 1)
            script.hear(1, by: 1, 2, 3)
            script.probe(2, node: 2)
            script.hear(2, by: 1, 2)
            script.probe(3, node: 3)
            script.hear(3, by: 3)
        }.verdict()
        #expect(verdict.nodes.map(\.deaf) == [false, false, false])
        #expect(verdict.nodes.map(\.island) == [1, 1, 2])
        #expect(verdict.nodes[2].misses == [NodeID(2)])
        #expect(verdict.outcome == .violated)
        #expect(
            verdict.reasons == [
                "n1 does not hear n3: at the end its clients missed what was sent there",
                "n2 does not hear n3: at the end its clients missed what was sent there",
                "n3 does not hear n2: at the end its clients missed what was sent there",
            ]
        )
    }

    @Test func whatWasNotAcknowledgedTellsNothing() {
        for outcome in [Outcome.fail, .info, nil] {
            let verdict = RunScript.threeNodes { script in
                script.probe(1, node: 1, outcome)
                script.hear(1, by: 1)
            }.verdict()
            #expect(verdict.nodes.map(\.deaf) == [nil, nil, nil])
            #expect(verdict.nodes.map(\.island) == [nil, nil, nil])
            #expect(verdict.outcome == .held)
        }
    }

    @Test func whatCouldNotBeToldIsNotFine() {
        var script = RunScript.threeNodes { $0.probe(1, node: 1, .fail) }
        script.bound { $0.deafNodes = 0 }
        #expect(script.verdict().outcome == .inconclusive)
        #expect(
            script.verdict().reasons == [
                "deaf-nodes could not be measured: nobody was shown to listen for a probe at n1, n2, n3"
            ]
        )
    }

    @Test func aClientThatIsNotShownToBeAliveIsNoWitness() {
        var script = RunScript(clients: 2)
        script.manifest.nodes = [NodeID(1), NodeID(2)]
        script.connect(1, node: 1)
        script.connect(2, node: 2)
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.probe(1, node: 1)
        script.hear(1, by: 1)
        script.finish(2, seenBy: [1, 2], alive: [1])
        // Nor does a node that heard only itself show that the others reach it.
        #expect(script.verdict().nodes.map(\.deaf) == [nil, nil])
        #expect(script.verdict().nodes[0].hears == [NodeID(1)])
    }

    @Test func aNodeAloneHearsItself() {
        var script = RunScript()
        script.connectAll()
        script.publish(1...1)
        script.deliver(1, to: 1)
        script.deliver(1, to: 2)
        script.probe(1, node: 1)
        script.finish(2, seenBy: [1, 2], alive: [1, 2])
        #expect(script.verdict().nodes.map(\.deaf) == [true])
        #expect(script.verdict().outcome == .violated)
    }
}
