extension ScenarioValidation {
    func checkExpectation() {
        guard reading.isSound("expect") else { return }
        let expect = scenario.expect
        let own = "expect.backplanes.\(scenario.nodes.backplane.rawValue)"
        for item in expect.reproduces {
            guard let contract = contractThatAllows(item.violation) else { continue }
            let path = isWritten("\(own).reproduces") ? "\(own).reproduces" : "expect.reproduces"
            report(
                path,
                "\(path): `\(contract)` allows what is \(item.violation.rawValue), so it is no violation",
                remedy: "claim a stronger contract, or remove it from the list"
            )
        }
        for name in expect.reproducedBounds where !expect.bounds.states(name) {
            let path = isWritten("\(own).reproduces") ? "\(own).reproduces" : "expect.reproduces"
            report(
                path,
                "\(path): `expect` states no \(name.rawValue), so it cannot be broken",
                remedy: "state the bound, or remove it from the list"
            )
        }
        checkDuringFaults(own)
        for path in ["expect", own] where isWritten("\(path).known-as") && !isAnythingListed {
            report(
                "\(path).known-as",
                "\(path).known-as names a defect, and none is reproduced",
                remedy: "add `reproduces: [...]`"
            )
        }
        if expect.acknowledgedAtLeast > published, reading.isSound("traffic", "apps") {
            let path = isWritten("\(own).acknowledged-at-least") ? own : "expect"
            report(
                "\(path).acknowledged-at-least",
                "\(path).acknowledged-at-least: only \(published) messages are published",
                expected: "a number from 1 to \(published)"
            )
        }
    }

    /// The contract of `during-faults` is there to ask for less.
    private func checkDuringFaults(_ own: String) {
        guard let weak = scenario.expect.duringFaults else { return }
        let path = isWritten("\(own).during-faults") ? "\(own).during-faults" : "expect.during-faults"
        let more = weak.promisesMore(than: scenario.expect.contract)
        if !more.isEmpty {
            report(
                path,
                "\(path) forbids what the contract outside of faults allows: "
                    + more.map(\.rawValue).joined(separator: ", "),
                expected: "a weaker contract than the one beside it"
            )
        }
    }

    /// An empty list counts: it says where the defect does not show.
    private var isAnythingListed: Bool {
        let backplanes = tree["expect"]?["backplanes"]?.entries ?? []
        return ([tree["expect"]] + backplanes.map(\.value)).contains { $0?["reproduces"] != nil }
    }

    private func contractThatAllows(_ violation: ViolationClass) -> String? {
        let expect = scenario.expect
        switch violation {
        case .lost where expect.delivery == .atMostOnce: return "delivery: at-most-once"
        case .duplicated where expect.delivery == .atLeastOnce: return "delivery: at-least-once"
        case .toldGap where !expect.contract.forbids(.toldGap): return "delivery: \(expect.delivery.rawValue)"
        case .outOfOrder where expect.order == .none: return "order: none"
        case .torn where !expect.atomic: return "atomic: false"
        case .orderConflict where expect.order != .total, .causality where expect.order != .causal:
            return "order: \(expect.order.rawValue)"
        default: return nil
        }
    }
}
