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
        case .onNode(let node): checkNode(node, "\(path).node")
        case .named(let clients):
            for (index, client) in clients.enumerated() where client.index >= count {
                report("\(path).clients.\(index)", "there is no client \(client)", expected: Self.names("c", count))
            }
        }
    }
}
