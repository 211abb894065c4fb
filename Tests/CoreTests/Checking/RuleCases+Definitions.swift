import Core

extension RuleCases {
    private static func run(
        _ expectation: Core.Expectation = Core.Expectation(),
        publishers: Int = 1,
        _ change: (inout RunScript) -> Void
    ) -> RunScript {
        var script = RunScript(publishers: publishers, expecting: expectation)
        script.connectAll()
        change(&script)
        for publisher in 1...UInt32(publishers) {
            script.finish(9, by: publisher, seenBy: [1, 2], alive: [1, 2])
        }
        return script
    }

    private static func lose(_ script: inout RunScript) {
        script.publish(1...3)
        script.deliver(all: 1...3, to: 1)
        script.deliver(1, 3, to: 2)
    }

    private static let weak = Contract(delivery: .atMostOnce)

    static let definitions: [Case] = owed + spared + ordered + measured

    private static let measured: [Case] = [
        Case(.judgesBounds, "a bound that was broken breaks the contract", .violated) {
            run { script in
                script.publish(1...1)
                for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
                script.connect(2, .resumed)
                script.bound { $0.reconnectsTotal = 0 }
            }
        },
        Case(.judgesSilence, "a node that nothing reaches at the end breaks the contract", .violated) {
            RunScript.threeNodes { script in
                for node in 1...3 as ClosedRange<UInt32> {
                    script.probe(node, node: UInt16(node))
                    script.hear(node, by: 1, 3)
                }
            }
        },
    ]

    private static let owed: [Case] = [
        Case(.provesByOrder, "a later message proves a loss in a life that broke off", .violated) {
            run { script in
                lose(&script)
                script.add(.lifeEnded, 2)
                script.connect(2)
            }
        },
        Case(.provesByLife, "an answer at the end proves a loss", .violated) {
            run(Core.Expectation(order: .none)) { lose(&$0) }
        },
        Case(.waitsForSentinels, "an answer before the final message proves nothing", .inconclusive) {
            var script = RunScript(expecting: Core.Expectation(order: .none))
            script.connectAll()
            script.publish(1...2)
            script.deliver(1, 2, to: 1)
            script.deliver(1, to: 2)
            script.add(.alive, 2)
            script.finish(3, seenBy: [1], alive: [1])
            return script
        },
        Case(.keepsEndedMemberships, "what was missing before a leave is lost", .violated) {
            var script = RunScript()
            script.connectAll()
            script.group(.joinInvoked, 2)
            script.group(.joined, 2)
            script.publish(1...2, to: RunScript.red)
            script.deliver(2, to: 2)
            script.group(.leaveInvoked, 2)
            script.group(.left, 2)
            script.publish(3...3)
            for client in [1, 2] as [UInt32] { script.deliver(3, to: client) }
            script.finish(4, to: RunScript.red, seenBy: [], alive: [])
            script.finish(5, seenBy: [1, 2], alive: [1, 2])
            return script
        },
        Case(.needsDefiniteMembership, "what was sent before a join was confirmed is not owed", .held) {
            var script = RunScript()
            script.connectAll()
            script.group(.joinInvoked, 2)
            script.publish(1...1, to: RunScript.red)
            script.group(.joined, 2)
            script.publish(2...2, to: RunScript.red)
            script.deliver(2, to: 2)
            script.finish(3, to: RunScript.red, seenBy: [2], alive: [1, 2])
            return script
        },
    ]

    private static let spared: [Case] = [
        Case(.separatesLives, "a copy in a new life is a redelivery", .held) {
            run { script in
                script.publish(1...2)
                for client in [1, 2] as [UInt32] { script.deliver(1, 2, to: client) }
                script.connect(2)
                script.deliver(2, to: 2)
            }
        },
        Case(.sparesDamaged, "what came damaged is not lost besides", .violated) {
            run { script in
                script.publish(1...2)
                script.deliver(1, 2, to: 1)
                script.add(.corrupted, 2) {
                    $0.publisher = 1
                    $0.sequence = 1
                }
                script.deliver(2, to: 2)
            }
        },
        Case(.sparesPipelined, "what was under way together has no order", .held) {
            run { script in
                script.invoke(1)
                script.invoke(2)
                script.end(1)
                script.end(2)
                script.deliver(1, 2, to: 1)
                script.deliver(2, 1, to: 2)
            }
        },
        Case(.sparesMissingRecords, "what a missing history may hold is no phantom", .inconclusive) { script, sources in
            script.deliver(12, to: 2)
            sources = [script.sources[0]]
        },
        Case(.weakensDuringFaults, "a loss during a fault is allowed", .held) {
            run(Core.Expectation(duringFaults: weak)) { script in
                script.fault(.faultInvoked, .faultObserved)
                lose(&script)
                script.fault(.healInvoked, .healObserved)
            }
        },
        Case(.extendsToRecovery, "a loss in the time of recovery is allowed", .held) {
            run(Core.Expectation(duringFaults: weak, graceMilliseconds: 5)) { script in
                script.fault(.faultInvoked, .faultObserved, .healInvoked, .healObserved)
                lose(&script)
                script.wait(milliseconds: 6)
            }
        },
        Case(.tearsSettledOnly, "what took effect behind the final message is not torn", .held) {
            var script = RunScript(expecting: Core.Expectation(atomic: true))
            script.connectAll()
            script.publish(1...1)
            for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
            script.publish(2...2, .info)
            script.finish(3, seenBy: [1, 2], alive: [2])
            script.deliver(2, to: 1)
            script.add(.alive, 1)
            return script
        },
        Case(.provenStands, "a violation stands whatever the guards say", .violated) {
            var script = RunScript.whole()
            script.deliver(3, to: 2)
            script.manifest.nodes.append(NodeID(2))
            return script
        },
    ]

    private static let ordered: [Case] = [
        Case(.ordersFirstSights, "what an earlier life saw takes no place in a later one", .held) {
            run(Core.Expectation(order: .total), publishers: 2) { script in
                for publisher in [1, 2] as [UInt32] { script.publish(1...1, by: publisher) }
                for publisher in [1, 2] as [UInt32] { script.deliver(1, of: publisher, to: 1) }
                script.deliver(1, to: 2)
                script.connect(2)
                for publisher in [2, 1] as [UInt32] { script.deliver(1, of: publisher, to: 2) }
            }
        },
        Case(.ordersFirstCopies, "who came later may see a second copy only", .held) {
            run(Core.Expectation(delivery: .atLeastOnce, order: .total), publishers: 2) { script in
                script.publish(1...1)
                script.deliver(1, to: 1)
                script.connect(2)
                script.publish(1...1, by: 2)
                for client in [1, 2] as [UInt32] {
                    script.deliver(1, of: 2, to: client)
                    script.deliver(1, to: client)
                }
            }
        },
    ]
}
