extension ScenarioValidation {
    /// Behind a balancer it is the balancer that chooses the nodes of clients.
    func checkBalancer() {
        guard let balancer = scenario.nodes.balancer, reading.isSound("nodes.balancer") else { return }
        if !scenario.apps.isEmpty {
            report("nodes.balancer", "nodes.balancer: it stands before the nodes of one application; there are more")
        }
        guard isWritten("clients.placement") else { return }
        report(
            "clients.placement",
            "clients.placement: behind a balancer clients do not choose their nodes",
            remedy:
                "remove it, and say `nodes: {balancer: {kind: \(balancer.kind.rawValue), policy: sticky}}` or the like"
        )
    }
}
