// Faults on nodes: which nodes there are at what time, and who is left.
extension ScenarioValidation {
    /// What holds for every fault on one node.
    func checkNodeFault(_ fault: some NodeFault, _ path: String) {
        checkNode(fault.node, "\(path).node")
        checkPresence(of: fault.node, path)
        if fault.endsNode || fault.removesNode { checkLoss(of: fault.node, isForGood: fault.removesNode, path) }
    }

    /// A node that a fault takes away and nothing brings back.
    private func checkLoss(of node: NodeID, isForGood: Bool, _ path: String) {
        guard lostNodes.contains(node), reading.isSound("nodes.count", "apps") else { return }
        let app = scenario.app(of: node)
        let all = (0..<nodesAtMost).map { NodeID(index: $0) }.filter { scenario.app(of: $0) == app }
        guard lostNodes.isSuperset(of: all) else { return checkReturn(from: node, path) }
        report(
            "\(path).node",
            app.map { "\(path): no node of \(quote($0.name)) would be left" } ?? "\(path): no node would be left",
            remedy: isForGood
                ? "leave one of them, or add nodes" : "add `down: 1s`, so that it comes back, or add nodes"
        )
    }

    /// Nodes that are not there at the end.
    private var lostNodes: Set<NodeID> {
        let faults = nodeFaults.map(\.fault)
        let started = Set(faults.compactMap { ($0 as? NodeStart)?.node })
        let ended = Set(faults.filter(\.endsNode).map(\.node))
        return ended.subtracting(started).union(faults.filter(\.removesNode).map(\.node))
    }

    /// Clients that go back to a node which stays away would be waited for until the last deadline, and nothing could be
    /// said about them.
    private func checkReturn(from node: NodeID, _ path: String) {
        guard reading.isSound("clients.placement", "clients.reconnect"), scenario.clients.reconnect != .never else {
            return
        }
        switch scenario.clients.placement {
        case .roundRobin, .random, .leastConnections, .healthAware: return
        case .sticky where node.index >= scenario.nodesAtStart: return
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

    /// Where both times are known: not before it comes, not after it has gone.
    private func checkPresence(of node: NodeID, _ path: String) {
        guard case .at(let time)? = trigger(of: path), reading.isSound("faults", "nodes.count", "apps") else { return }
        if let addition = addition(of: node), case .at(let added) = addition.trigger, time < added {
            report(
                "\(path).node",
                "\(path): \(node) is not there by then",
                expected: "a time after \(ScenarioQuantity.duration(added)), when \(addition.path) adds it"
            )
        }
        for (other, trigger, fault) in nodeFaults where other != path && fault.removesNode && fault.node == node {
            guard case .at(let removed) = trigger, removed <= time else { continue }
            report("\(path).node", "\(path): \(node) is gone by then: \(other) removes it")
        }
    }

    /// How many nodes come has to be known before the run.
    func checkAddition(_ path: String) {
        guard let index = reading.faultPaths.firstIndex(of: path) else { return }
        let spec = scenario.faults[index]
        if spec.timesAtMost == .max {
            return report(
                "\(path).every",
                "\(path) would add nodes without end",
                remedy: "add `times: 2`, or `until: 5s`"
            )
        }
        let added = scenario.faults.reduce(0) { sum, spec in
            let each = (spec.fault.value as? any ReadableFault)?.addedNodes ?? 0
            return sum + (spec.timesAtMost == .max ? 0 : each * spec.timesAtMost)
        }
        guard scenario.nodesAtStart + added > ScenarioReader.nodesMax, reading.isSound("nodes.count", "apps") else {
            return
        }
        report(
            isWritten("\(path).count") ? "\(path).count" : "\(path).do",
            "\(path): there would be \(scenario.nodesAtStart + added) nodes",
            expected: "at most \(ScenarioReader.nodesMax) in all"
        )
    }

    /// haproxy is told of its servers once, when it starts.
    func checkPort(_ port: PortChoice, _ path: String) {
        guard port == .new, scenario.nodes.balancer?.kind == .haproxy, reading.isSound("nodes.balancer") else { return }
        report(
            "\(path).port",
            "\(path).port: haproxy knows the ports that its configuration names, and no others",
            expected: "same",
            remedy: "or write `nodes: {balancer: rollcall}`"
        )
    }

    /// Every fault on one node, with where it stands and when it happens.
    private var nodeFaults: [(path: String, trigger: FaultTrigger, fault: any NodeFault)] {
        zip(reading.faultPaths, scenario.faults).compactMap { path, spec in
            (spec.fault.value as? any NodeFault).map { (path, spec.trigger, $0) }
        }
    }

    private func trigger(of path: String) -> FaultTrigger? {
        reading.faultPaths.firstIndex(of: path).map { scenario.faults[$0].trigger }
    }

    /// The fault that brings a node; nil for one that is there at the start.
    private func addition(of node: NodeID) -> (path: String, trigger: FaultTrigger)? {
        let addition = scenario.nodeAdditions.first { $0.nodes.contains(node.index) }
        return addition.map { (reading.faultPaths[$0.fault], scenario.faults[$0.fault].trigger) }
    }
}
