/// Everything that was measured of a run, and how it was judged.
struct Measured {
    var recoveries: [FaultRecovery] = []
    var nodes: [NodeSummary]
    var measures: RunMeasures
    /// One for every bound that the scenario states.
    var bounds: [JudgedBound] = []
    /// Nodes of which it is not known whether they are deaf, and has to be.
    private let unjudged: [(node: NodeID, why: String)]

    /// - Parameter witnesses: what the witnesses saw; empty where there were none.
    init(
        _ manifest: RunManifest,
        _ publishes: PublishPass,
        _ deliveries: borrowing DeliveryPass,
        witnesses: [WitnessSummary] = []
    ) {
        measures = deliveries.measures(publishes)
        nodes = deliveries.meters.nodes.summaries()
        unjudged = deliveries.meters.nodes.unjudged(nodes)
        if deliveries.isComparable {
            recoveries = deliveries.meters.recoveries.recoveries(
                deliveries.meters.owed,
                lastFailure: Self.areSendersAlive(manifest, deliveries) ? publishes.troubles.lastFailure : nil
            )
        }
        let judge = BoundJudge(
            manifest: manifest,
            latency: deliveries.meters.latency.all.summary,
            recoveries: recoveries,
            measures: measures,
            nodes: nodes,
            witnesses: witnesses
        )
        bounds = deliveries.isComplete ? judge.judge() : judge.judge().map(Self.unlessMissing)
    }

    /// Counts over some of the histories are no greater than over all of them; what else is broken by some may be kept by all.
    private static func unlessMissing(_ bound: JudgedBound) -> JudgedBound {
        guard bound.finding.holds == false, !bound.finding.name.standsIfMissing else { return bound }
        var bound = bound
        bound.finding.holds = nil
        bound.reason = "histories are missing or damaged"
        return bound
    }

    /// A bound that could not be measured proves nothing, nor does a node that may be deaf.
    func check(into guards: inout GuardLog) {
        for (node, why) in unjudged {
            guards.add(.nodeUnprobed, "\(node)", reason: "nobody can say whether \(node) is deaf: \(why)")
        }
        for bound in bounds where bound.finding.holds == nil {
            let name = bound.finding.name
            let reason = bound.reason ?? "nothing shows it"
            guards.add(.boundUnmeasured, "\(name)", reason: "\(name) could not be measured: \(reason)")
        }
    }

    /// Every client that carries a publisher showed that its connection answers: what it could not publish was not its own
    /// fault.
    private static func areSendersAlive(_ manifest: RunManifest, _ deliveries: borrowing DeliveryPass) -> Bool {
        let carriers = Set(manifest.publishers.map(\.client))
        for client in deliveries.clients where carriers.contains(client.summary.client) {
            if client.aliveAt == 0, !client.hasDeparted { return false }
        }
        return true
    }
}
