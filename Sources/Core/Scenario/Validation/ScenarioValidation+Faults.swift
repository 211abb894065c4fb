extension ScenarioValidation {
    func checkFaults() {
        for (index, (path, spec)) in zip(reading.faultPaths, scenario.faults).enumerated() {
            checkTrigger(spec.trigger, ofFault: index, path)
            (spec.fault.value as? any ReadableFault)?.check(self, path)
        }
        checkOverlaps()
        checkUndoing()
    }

    func checkSelection(_ selection: ClientSelection, _ path: String) {
        guard reading.isSound("clients.count", "clients.placement", "apps") else { return }
        let count = scenario.clientCount
        switch selection {
        case .all, .share: break
        case .count(let wanted) where wanted > count:
            report("\(path).count", "\(path).count: there are \(count) clients", expected: "at most \(count)")
        case .count: break
        case .onNode(let node): checkPlaced(on: node, "\(path).node")
        case .named(let clients):
            for (index, client) in clients.enumerated() where client.index >= count {
                report("\(path).clients.\(index)", "there is no client \(client)", expected: Self.names("c", count))
            }
        }
    }

    /// Clients of a node are those that were placed there at the start.
    private func checkPlaced(on node: NodeID, _ path: String) {
        checkNode(node, path)
        guard reading.isSound("nodes.count", "nodes.balancer"), node.index < nodesAtMost else { return }
        let reason: String
        if scenario.nodes.balancer != nil {
            reason = "behind a balancer clients are placed on no node beforehand"
        } else if scenario.clients.placement == .leastConnections || scenario.clients.placement == .healthAware {
            reason = "this placement finds a node for each client only when it connects"
        } else if node.index >= scenario.nodesAtStart {
            reason = "no client is placed on \(node), which comes later"
        } else {
            return
        }
        report(path, "\(path): \(reason)", remedy: "choose clients by `share`, `count` or `clients: [c1, c2]`")
    }
}
