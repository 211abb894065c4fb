extension Shortfall {
    /// What a verdict says against the entries of its scenario. Empty for a run that is as it should be.
    ///
    /// - Parameter reproduces: what the scenario is there to show; empty under `--strict`.
    package static func of(
        _ verdict: Verdict,
        reproducing reproduces: [ReproducedViolation],
        in places: ScenarioPlaces
    ) -> [Shortfall] {
        guard verdict.outcome != .held else { return [] }
        let listed = Set(reproduces.map(\.violation))
        var result: [Shortfall] = []
        func add(_ key: String, _ severity: Severity, _ message: String, of violation: ViolationClass? = nil) {
            result.append(Shortfall(key, at: places.place(of: key), severity, violation: violation, message))
        }
        for entry in verdict.classes where entry.breaksContract && entry.count > 0 && !listed.contains(entry.violation)
        {
            let what = "\(Figures.grouped(entry.count)) \(entry.violation.rawValue)"
            if listed.isEmpty {
                add(key(of: entry.violation), .error, what, of: entry.violation)
            } else {
                add("expect.reproduces", .error, "\(what), which this scenario does not reproduce", of: entry.violation)
            }
        }
        for bound in verdict.bounds where bound.holds != true {
            add("expect.\(bound.name)", bound.holds == false ? .error : .warning, BoundText(bound).text)
        }
        // In an inconclusive run it may only not have come so far.
        let absence: Severity = verdict.outcome == .inconclusive ? .warning : .error
        for (index, item) in reproduces.enumerated() {
            let (count, name) = (verdict[item.violation].count, item.violation.rawValue)
            guard item.count.map({ $0 != count }) ?? (count == 0) else { continue }
            let message =
                item.count.map { "\(count) \(name), but exactly \($0) should show" }
                ?? "no \(name), which this scenario is there to show"
            add("expect.reproduces.\(index)", absence, message, of: item.violation)
        }
        for finding in verdict.guards { add(key(of: finding), .warning, finding.reason) }
        return result
    }

    /// The entry of `expect` that forbids a class.
    private static func key(of violation: ViolationClass) -> String {
        switch violation {
        case .lost, .duplicated, .misrouted, .phantom, .aborted, .corrupted: "expect.delivery"
        case .outOfOrder, .orderConflict, .causality: "expect.order"
        case .torn: "expect.atomic"
        }
    }

    /// The entry that a guard is about. The first subject of a guard of faults is `fault 3 (...`.
    private static func key(of finding: GuardFinding) -> String {
        switch finding.kind {
        case .tooFewAcknowledged: return "expect.acknowledged-at-least"
        case .faultUnobserved, .faultFailed, .healUnobserved:
            let words = finding.subjects.first?.split(separator: " ") ?? []
            guard words.first == "fault", words.count > 1, let number = Int(words[1]), number > 0 else {
                return "scenario"
            }
            return "faults.\(number - 1)"
        default: return "scenario"
        }
    }
}
