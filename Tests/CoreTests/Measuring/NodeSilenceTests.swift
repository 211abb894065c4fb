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

    @Test func aProbeClientSpeaksForANodeWithoutClients() {
        let verdict = RunScript.unusedSecond { script in
            for node in [1, 2] as [UInt32] { script.connectProber(node, node: UInt16(node)) }
            for node in [1, 2] as [UInt32] {
                script.probe(node, node: UInt16(node), sequences: 1...1)
                script.hear(node, byProbers: 1, 2)
            }
        }.verdict()
        #expect(verdict.outcome == .held)
        #expect(verdict.nodes.map(\.deaf) == [false, false])
        #expect(verdict.nodes[1].hears == [NodeID(1), NodeID(2)])
        // It is no client of the run.
        #expect(verdict.clients.count == 2)
        #expect(verdict.measures.reconnects == 1)
    }

    /// n1 sends so many probes; on n2 somebody listens, and is seen to have listened behind each of the first.
    private static func missed(_ count: UInt32, heard: UInt32? = nil, alive: Bool = true) -> RunScript {
        RunScript.unusedSecond { script in
            for node in [1, 2] as [UInt32] { script.connectProber(node, node: UInt16(node)) }
            for sequence in 1...count {
                script.probe(1, node: 1, sequences: sequence...sequence)
                script.hear(1, sequence, byProbers: 1)
                if sequence == heard { script.hear(1, sequence, byProbers: 2) }
                if alive { script.add(.proberAlive, 2) }
            }
            script.probe(2, node: 2, sequences: 1...1)
            script.hear(2, byProbers: 1, 2)
        }
    }

    @Test func oneLostProbeIsNoDeafNode() {
        for count in 1...2 as ClosedRange<UInt32> {
            let verdict = Self.missed(count).verdict()
            #expect(verdict.nodes.map(\.deaf) == [false, nil])
            #expect(verdict.outcome == .inconclusive)
            #expect(verdict.guardKinds == [.nodeUnprobed])
            #expect(
                verdict.reasons == [
                    "nobody can say whether n2 is deaf: its clients missed \(count) in a row of another node's probes, "
                        + "and only 3 would show it"
                ]
            )
        }
    }

    @Test func threeInARowAre() {
        let verdict = Self.missed(3).verdict()
        #expect(verdict.nodes.map(\.deaf) == [false, true])
        #expect(verdict.outcome == .violated)
        #expect(verdict.guards.isEmpty)
    }

    @Test func oneThatIsHeardAtLastShowsThatItIsNot() {
        let verdict = Self.missed(3, heard: 3).verdict()
        #expect(verdict.nodes.map(\.deaf) == [false, false])
        #expect(verdict.outcome == .held)
    }

    @Test func aProbeClientThatIsNotShownToHaveListenedMissesNothing() {
        let verdict = Self.missed(3, alive: false).verdict()
        #expect(verdict.nodes.map(\.deaf) == [false, nil])
        #expect(
            verdict.reasons == [
                "nobody can say whether n2 is deaf: no client on it was shown to have listened for a probe"
            ]
        )
    }

    @Test func oneThatCameLateMissesNothing() {
        let verdict = RunScript.unusedSecond { script in
            script.connectProber(1, node: 1)
            script.probe(1, node: 1)
            script.hear(1, byProbers: 1)
            script.connectProber(2, node: 2)
            script.add(.proberAlive, 2)
        }.verdict()
        #expect(verdict.nodes.map(\.deaf) == [nil, nil])
        #expect(verdict.outcome == .inconclusive)
    }

    @Test func whatNobodyCouldJudgeIsNotHeld() {
        let nobody = RunScript.unusedSecond { script in
            script.connectProber(1, node: 1)
            script.probe(1, node: 1, sequences: 1...1)
            script.hear(1, byProbers: 1)
        }
        #expect(
            nobody.verdict().reasons == [
                "nobody can say whether n1 is deaf: no other node acknowledged a probe"
            ]
        )
        #expect(nobody.verdict().guards.first?.subjects == ["n1", "n2"])
        #expect(nobody.verdict().outcome == .inconclusive)
        let late = RunScript.unusedSecond { script in
            script.connectProber(2, node: 2)
            script.probe(2, node: 2, sequences: 1...1)
            script.hear(2, byProbers: 2)
            script.hear(2, by: 2)
            script.probe(1, node: 1, sequences: 1...1)
        }
        #expect(late.verdict().nodes.map(\.deaf) == [false, nil])
        #expect(late.verdict().guards.first?.subjects == ["n2"])
    }

    @Test func aNodeThatIsDownAtTheEndIsNotJudged() {
        var script = RunScript.unusedSecond { script in
            script.connectProber(1, node: 1)
            script.probe(1, node: 1, sequences: 1...1)
            script.hear(1, byProbers: 1)
        }
        // The one that is left is alone, and hears itself.
        script.manifest.nodesAtEnd = [ManifestNode(node: NodeID(1))]
        script.bound { $0.deafNodes = 0 }
        #expect(script.verdict().outcome == .held)
        #expect(script.verdict().nodes.map(\.deaf) == [false, nil])
    }

    @Test func nodesOfOtherApplicationsAreNoCompany() {
        var script = RunScript.unusedSecond { script in
            for node in [1, 2] as [UInt32] {
                script.connectProber(node, node: UInt16(node))
                script.probe(node, node: UInt16(node))
                script.hear(node, byProbers: node)
            }
            for node in [1, 2] as [UInt32] { script.add(.proberAlive, node) }
        }
        script.manifest.nodesAtEnd = nil
        script.serve(1, app: "red")
        script.serve(2, app: "blue")
        // Ordinary clients are in the audience of neither.
        for place in script.records.indices where script.records[place].kind == .probeInvoked {
            script.records[place].extra = UInt64(RunScript.red)
        }
        #expect(script.verdict().outcome == .held)
        #expect(script.verdict().nodes.map(\.deaf) == [false, false])
        #expect(script.verdict().nodes.map(\.misses) == [[], []])
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
