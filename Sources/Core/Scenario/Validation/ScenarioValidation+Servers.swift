extension ScenarioValidation {
    func checkNodes() {
        let settings = scenario.nodes.signalr
        let third = settings.disconnectTimeoutMilliseconds / 3
        if settings.keepAliveMilliseconds > third, reading.isSound("nodes.keep-alive", "nodes.disconnect-timeout") {
            report(
                isWritten("nodes.keep-alive") ? "nodes.keep-alive" : "nodes.disconnect-timeout",
                "nodes.keep-alive is more than a third of nodes.disconnect-timeout",
                expected: "at most \(ScenarioQuantity.duration(third)), a third of "
                    + ScenarioQuantity.duration(settings.disconnectTimeoutMilliseconds)
            )
        }
        for (path, defect) in zip(reading.defectPaths, scenario.nodes.defects) { checkDefect(defect, path) }
        checkDiscovery()
        checkBackplane()
    }

    private static let logKeys = ["log-entries", "log-bytes", "retention"]

    /// What one backplane has and another has not.
    private func checkBackplane() {
        guard reading.isSound("nodes.backplane") else { return }
        let backplane = scenario.nodes.backplane
        for key in Self.logKeys where backplane != .stream && isWritten("nodes.\(key)") {
            report(
                "nodes.\(key)",
                "nodes.\(key) is about a log, and the backplane \(backplane.rawValue) has none",
                remedy: "write `nodes: {backplane: stream}`, or remove it"
            )
        }
        guard backplane == .stream, !scenario.nodes.defects.isEmpty, reading.isSound("nodes.defects") else { return }
        report(
            "nodes.defects",
            "nodes.defects: they are planted in the message bus of signalr and pubsub, which the backplane stream does not use",
            remedy: "remove them, or choose `signalr` or `pubsub`"
        )
    }

    /// Without sentinels a node has nobody to ask.
    private func checkDiscovery() {
        guard isWritten("nodes.discovery"), reading.isSound("nodes.discovery", "redis.mode"),
            scenario.redis.mode != .sentinel
        else { return }
        report(
            "nodes.discovery",
            "nodes.discovery says how nodes find a master that sentinels watch; this Redis has no sentinels",
            remedy: "write `redis: {mode: sentinel}`, or remove it"
        )
    }

    private func checkDefect(_ defect: PlantedDefect, _ path: String) {
        checkNode(defect.node, "\(path).node")
        guard reading.isSound("traffic", "apps") else { return }
        let published = published(by: defect.node)
        let last = defect.kind == .swap || defect.kind == .overtake ? published - 1 : published
        if defect.nth > last {
            report(
                "\(path).nth",
                "\(path).nth: the defect would never show; \(published) messages are published",
                expected: last > 0 ? "a number from 1 to \(last)" : "more traffic"
            )
        }
        if defect.kind == .overtake,
            (scenario.app(of: defect.node)?.traffic ?? scenario.traffic).reduce(0, { $0 + $1.publishers }) < 2
        {
            report(
                "\(path).do",
                "\(path): there is one publisher, so nothing of another one can overtake its messages",
                remedy: "add `publishers: 2` to the traffic"
            )
        }
        if defect.kind == .misroute,
            (scenario.app(of: defect.node)?.traffic ?? scenario.traffic).allSatisfy({ $0.audiences == [.all] })
        {
            report(
                "\(path).do",
                "\(path): every message is for all, so none can be misrouted",
                remedy: "send some traffic `to: group:NAME` or `to: user:NAME`"
            )
        }
    }

    func checkClients() {
        let clients = scenario.clients
        checkPlacement()
        checkLate()
        guard reading.isSound("clients.count", "clients.placement") else { return }
        if reading.isSound("clients.groups") {
            checkEmptyGroups()
            for group in clients.groups where group.count > clients.count {
                report(
                    "clients.groups.\(group.name)",
                    "the group '\(group.name)' is larger than the number of clients",
                    expected: "at most \(clients.count)"
                )
            }
        }
        let users = clients.users.reduce(0) { $0 + $1.count }
        if reading.isSound("clients.users"), users > clients.count {
            report(
                "clients.users",
                "clients.users names \(users) connections; there are \(clients.count) clients",
                expected: "at most \(clients.count) in all: each client is one user's"
            )
        }
    }

    private func checkPlacement() {
        guard case .fixed(let counts) = scenario.clients.placement, reading.isSound("clients.placement") else { return }
        for node in counts.keys.sorted() where node.index >= scenario.nodes.count {
            guard reading.isSound("nodes.count") else { continue }
            report(
                "clients.placement.\(node)",
                "clients.placement.\(node): there is no node \(node); nodes.count is \(scenario.nodes.count)",
                expected: Self.names("n", scenario.nodes.count)
            )
        }
        let sum = counts.values.reduce(0, +)
        if sum == 0 {
            report("clients.placement", "clients.placement places no client")
        } else if sum != scenario.clients.count, reading.isSound("clients.count") {
            report(
                "clients.placement",
                "clients.placement places \(sum) clients; clients.count is \(scenario.clients.count)",
                remedy: "make them equal, or remove `count`"
            )
        }
    }
}
