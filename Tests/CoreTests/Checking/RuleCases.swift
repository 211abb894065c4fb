import Core

/// For each rule of the checker a run that needs it.
enum RuleCases {
    typealias Case = RuleTests.Case

    /// Rules whose absence another rule notices, or that only change what is counted.
    static let neverAlone: [CheckerRules] = [.guards(.clocksDiffer), .sparesDamaged, .provesByLife]

    static let classes: [Case] =
        JudgementTests.common.map { violation in
            Case(.finds(violation), "finds \(violation.rawValue)", .violated) {
                JudgementTests.script(with: violation, Core.Expectation())
            }
        } + [
            Case(.finds(.torn), "finds torn", .violated) {
                var script = RunScript(expecting: Core.Expectation(atomic: true))
                script.connectAll()
                script.publish(1...1)
                for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
                script.publish(2...2, .info)
                script.deliver(2, to: 1)
                script.finish(3, seenBy: [1, 2], alive: [1, 2])
                return script
            },
            Case(.finds(.orderConflict), "finds order-conflict", .violated) {
                ordered(Core.Expectation(order: .total)) { script in
                    for publisher in [1, 2] as [UInt32] { script.publish(1...1, by: publisher) }
                    for publisher in [1, 2] as [UInt32] { script.deliver(1, of: publisher, to: 1) }
                    for publisher in [2, 1] as [UInt32] { script.deliver(1, of: publisher, to: 2) }
                }
            },
            Case(.finds(.causality), "finds causality", .violated) {
                ordered(Core.Expectation(order: .causal)) { script in
                    script.publish(1...1)
                    script.deliver(1, to: 1)
                    script.publish(1...1, by: 2)
                    script.deliver(1, of: 2, to: 1)
                    for publisher in [2, 1] as [UInt32] { script.deliver(1, of: publisher, to: 2) }
                }
            },
            Case(.finds(.toldGap), "finds told-gap", .violated) { ToldGapTests.told() },
            Case(.countsRefusals, "countsRefusals", .violated) { ToldGapTests.refused(reconnect: .resume) },
        ]

    /// Two publishers on c1, and their final messages.
    private static func ordered(_ expectation: Core.Expectation, _ change: (inout RunScript) -> Void) -> RunScript {
        var script = RunScript(publishers: 2, expecting: expectation)
        script.connectAll()
        change(&script)
        for publisher in [1, 2] as [UInt32] { script.finish(9, by: publisher, seenBy: [1, 2], alive: [1, 2]) }
        return script
    }

    private static func whole(
        _ guarded: GuardKind,
        _ change: @escaping @Sendable (inout RunScript) -> Void
    ) -> Case {
        Case(.guards(guarded), "guards \(guarded.rawValue)", .inconclusive) {
            var script = RunScript.whole()
            change(&script)
            return script
        }
    }

    static let guards: [Case] =
        [
            whole(.tooFewAcknowledged) { $0.manifest.expectation.acknowledgedAtLeast = 11 },
            whole(.publisherSilent) {
                $0.manifest.publishers.append(ManifestPublisher(publisher: PublisherID(2), client: ClientID(1)))
            },
            whole(.sentinelMissing) { $0.publish(12...12, to: RunScript.ann) },
            whole(.clientNeverConnected) { $0.manifest.clients.append(ManifestClient(client: ClientID(3))) },
            whole(.membershipUnconfirmed) { $0.group(.joinInvoked, 2) },
            whole(.nodeUnused) { $0.manifest.nodes.append(NodeID(2)) },
            whole(.nodeUnprobed) { $0.serve(1) },
            whole(.recordInconsistent) { $0.deliver(1, to: 9) },
            whole(.faultUnobserved) { $0.fault(.faultInvoked) },
            whole(.faultFailed) { $0.fault(.faultInvoked, .faultFailed) },
            whole(.healUnobserved) { $0.fault(.faultInvoked, .faultObserved, .healInvoked) },
            Case(.guards(.nothingDelivered), "guards nothing-delivered", .inconclusive) {
                var script = RunScript(expecting: Core.Expectation(delivery: .atMostOnce))
                script.connectAll()
                script.publish(1...2)
                script.finish(3, seenBy: [], alive: [1, 2])
                return script
            },
            Case(.guards(.nothingOwed), "guards nothing-owed", .inconclusive) {
                var script = RunScript(expecting: Core.Expectation(order: .none))
                script.manifest.reconnect = .never
                script.connectAll()
                script.publish(1...2)
                script.deliver(1, 2, to: 1)
                for client in [1, 2] as [UInt32] { script.add(.disconnected, client) }
                script.finish(3, seenBy: [], alive: [])
                return script
            },
            Case(.guards(.clientNotShownAlive), "guards client-not-shown-alive", .inconclusive) {
                var script = RunScript()
                script.connectAll()
                script.publish(1...2)
                for client in [1, 2] as [UInt32] { script.deliver(1, 2, to: client) }
                script.finish(3, seenBy: [1], alive: [1])
                return script
            },
            Case(.guards(.historyIncomplete), "guards history-incomplete", .inconclusive) { $1.remove(at: 1) },
            Case(.guards(.clocksDiffer), "guards clocks-differ", .inconclusive) { script, sources in
                sources[1] = HistoryBytes(
                    name: "orchestrator",
                    header: script.header(.orchestrator, clock: 8),
                    records: []
                )
            },
            Case(.guards(.witnessDeaf), "guards witness-deaf", .inconclusive) { script, sources in
                script.manifest.histories.append("witness")
                sources.append(HistoryBytes(name: "witness", header: script.header(.witness), records: []))
            },
            Case(.guards(.recoveryUnproven), "guards recovery-unproven", .inconclusive) {
                var script = RunScript(
                    expecting: Core.Expectation(duringFaults: Contract(delivery: .atMostOnce), graceMilliseconds: 5)
                )
                script.connectAll()
                script.publish(1...1)
                for client in [1, 2] as [UInt32] { script.deliver(1, to: client) }
                script.fault(.faultInvoked, .faultObserved, .healInvoked, .healObserved)
                script.finish(2, seenBy: [1, 2], alive: [1, 2])
                return script
            },
            whole(.boundUnmeasured) { script in script.bound { $0.recoverWithinMilliseconds = 5 } },
            Case(.guards(.orderUnjudged), "guards order-unjudged", .inconclusive, room: 0) {
                ordered(Core.Expectation(delivery: .atMostOnce, order: .total)) { script in
                    for publisher in [1, 2] as [UInt32] { script.publish(1...2, by: publisher) }
                    script.deliver(1, to: 1)
                    script.deliver(1, of: 2, to: 1)
                    script.deliver(2, to: 1)
                    script.deliver(1, 2, to: 2)
                }
            },
        ]
}
