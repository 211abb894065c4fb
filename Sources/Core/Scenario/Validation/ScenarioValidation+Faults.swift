extension ScenarioValidation {
    func checkFaults() {
        for (index, (path, spec)) in zip(reading.faultPaths, scenario.faults).enumerated() {
            checkTrigger(spec.trigger, ofFault: index, path)
            (spec.fault.value as? any ReadableFault)?.check(self, path)
        }
        checkOverlaps()
        checkUndoing()
    }

    /// A node that a fault takes away for good.
    func checkLoss(of node: NodeID, _ path: String) {
        let lost = Set(scenario.faults.compactMap { ($0.fault.value as? NodeKill)?.lostNode })
        let app = scenario.app(of: node)
        let own = lost.filter { scenario.app(of: $0) == app }
        guard own.count >= app?.nodes ?? scenario.nodes.count, reading.isSound("nodes.count", "apps") else {
            return checkReturn(from: node, path)
        }
        report(
            "\(path).node",
            app.map { "\(path): no node of \(quote($0.name)) would be left" } ?? "\(path): no node would be left",
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
        case .fixed(let counts) where scenario.app(of: node) == nil && counts[node] ?? 0 == 0: return
        case .fixed: break
        }
        report(
            "\(path).node",
            "\(path): the clients of \(node) go back to it only, and it stays away",
            remedy: "add `down: 1s`, or say `placement: round-robin` or `reconnect: never` under `clients`"
        )
    }

    func checkSelection(_ selection: ClientSelection, _ path: String) {
        guard reading.isSound("clients.count", "clients.placement", "apps") else { return }
        let count = scenario.clientCount
        switch selection {
        case .all, .share: break
        case .count(let wanted) where wanted > count:
            report("\(path).count", "\(path).count: there are \(count) clients", expected: "at most \(count)")
        case .count: break
        case .onNode(let node): checkNode(node, "\(path).node")
        case .named(let clients):
            for (index, client) in clients.enumerated() where client.index >= count {
                report("\(path).clients.\(index)", "there is no client \(client)", expected: Self.names("c", count))
            }
        }
    }
}
