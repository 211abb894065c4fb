extension ScenarioValidation {
    func checkFaults() {
        for (path, spec) in zip(reading.faultPaths, scenario.faults) {
            checkTrigger(spec.trigger, path)
            (spec.fault.value as? any ReadableFault)?.check(self, path)
        }
    }

    /// A node that a fault takes away for good.
    func checkLoss(of node: NodeID, _ path: String) {
        let lost = Set(scenario.faults.compactMap { ($0.fault.value as? NodeKill)?.lostNode })
        guard lost.count >= scenario.nodes.count, reading.isSound("nodes.count") else {
            return checkReturn(from: node, path)
        }
        report(
            "\(path).node",
            "\(path): no node would be left",
            remedy: "add `down: 1s`, so that it comes back, or add nodes"
        )
    }

    /// Clients that go back to a node which stays away would be waited for until the last deadline, and nothing could be
    /// said about them.
    private func checkReturn(from node: NodeID, _ path: String) {
        guard reading.isSound("clients.placement", "clients.reconnect"), scenario.clients.reconnect != .never else {
            return
        }
        switch scenario.clients.placement {
        case .roundRobin, .random, .leastConnections, .healthAware: return
        case .sticky: break
        case .fixed(let counts) where counts[node] ?? 0 == 0: return
        case .fixed: break
        }
        report(
            "\(path).node",
            "\(path): the clients of \(node) go back to it only, and it stays away",
            remedy: "add `down: 1s`, or say `placement: round-robin` or `reconnect: never` under `clients`"
        )
    }

    func checkSelection(_ selection: ClientSelection, _ path: String) {
        guard reading.isSound("clients.count", "clients.placement") else { return }
        let count = scenario.clients.count
        switch selection {
        case .all, .share: break
        case .count(let wanted) where wanted > count:
            report("\(path).count", "\(path).count: there are \(count) clients", expected: "at most \(count)")
        case .count: break
        case .onNode(let node): checkNode(node, "\(path).node")
        case .named(let clients):
            for (index, client) in clients.enumerated() where client.index >= count {
                report("\(path).clients.\(index)", "there is no client \(client)", expected: "c1 to c\(count)")
            }
        }
    }

    private func checkTrigger(_ trigger: FaultTrigger, _ path: String) {
        let limit = scenario.limits.trafficMilliseconds
        switch trigger {
        case .at(let time): checkTime(time, "\(path).at", limit)
        case .every(_, let from, _, _, _):
            checkTime(from, isWritten("\(path).from") ? "\(path).from" : "\(path).every", limit)
        case .after(let count, let event, _):
            guard reading.isSound("traffic", "clients") else { return }
            let most = greatest(event)
            guard count > most else { return }
            report(
                "\(path).after",
                "\(path) would never happen: at most \(most) can be \(event.rawValue)",
                expected: most > 0 ? "a number from 1 to \(most)" : "another trigger"
            )
        case .when, .hook: break
        }
    }

    private func checkTime(_ time: Int, _ path: String, _ limit: Int) {
        guard time >= limit, reading.isSound("limits.traffic") else { return }
        report(
            path,
            "\(path): traffic is over by then; limits.traffic is \(ScenarioQuantity.duration(limit))",
            expected: "less than \(ScenarioQuantity.duration(limit))"
        )
    }

    /// What a count can come to, at most.
    private func greatest(_ event: FaultTrigger.CountedEvent) -> Int {
        switch event {
        case .published: published
        case .connected: scenario.clients.count
        case .joined: scenario.clients.groups.reduce(0) { $0 + $1.count }
        case .delivered: scenario.traffic.reduce(0) { $0 + $1.count * ($1.audiences.map(members).max() ?? 0) }
        }
    }

    private func members(_ audience: Audience) -> Int {
        switch audience {
        case .all: scenario.clients.count
        case .group(let name): scenario.clients.groups.first { $0.name == name }?.count ?? 0
        case .user(let name): scenario.clients.users.first { $0.name == name }?.count ?? 0
        }
    }
}
