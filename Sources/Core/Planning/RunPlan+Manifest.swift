extension RunPlan {
    /// What the checker needs of this plan.
    ///
    /// - Parameters:
    ///   - histories: paths relative to the run folder.
    ///   - absent: nodes that were never added.
    ///   - strict: it is judged by the contract alone.
    package func manifest(
        histories: [String],
        absent: Set<NodeID> = [],
        strict: Bool = false
    ) -> RunManifest {
        RunManifest(
            run: run,
            seed: seed,
            scenario: scenario.name,
            backplane: scenario.nodes.backplane,
            nodes: nodes.filter { !absent.contains($0) },
            clients: clients.map {
                ManifestClient(client: $0.client, app: $0.app, user: $0.user, isLate: $0.isLate ? true : nil)
            },
            audiences: audiences,
            publishers: publishers.map { ManifestPublisher(publisher: $0.publisher, client: $0.client) },
            faults: scenario.faults.enumerated().map { index, fault in
                ManifestFault(
                    number: index + 1,
                    name: fault.fault.verb,
                    target: fault.fault.target,
                    isMomentary: fault.fault.isMomentary ? true : nil
                )
            },
            expectation: scenario.expect,
            histories: histories,
            reconnect: scenario.clients.reconnect,
            isStrict: strict ? true : nil
        )
    }

    /// The data servers that the run starts, or the one that was given.
    package var dataServers: [ServerID] {
        let redis = scenario.redis
        let replicas = redis.url != nil || redis.mode == .standalone ? 0 : max(1, redis.replicas)
        return (0...replicas).map { ServerID(index: $0) }
    }
}
