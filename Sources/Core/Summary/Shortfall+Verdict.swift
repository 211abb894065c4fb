extension Shortfall {
    /// What a verdict says against the entries of its scenario. Empty for a run that is as it should be.
    ///
    /// - Parameters:
    ///   - reproduces: what the scenario is there to show; empty under `--strict`.
    ///   - reproducedBounds: bounds that it is there to show broken, by name.
    package static func of(
        _ verdict: Verdict,
        reproducing reproduces: [ReproducedViolation],
        bounds reproducedBounds: [BoundName] = [],
        in places: ScenarioPlaces
    ) -> [Shortfall] {
        guard verdict.outcome != .held else { return [] }
        let grounds = Judgement.Grounds(verdict, reproducing: reproduces, bounds: reproducedBounds)
        var result: [Shortfall] = []
        func add(_ key: String, _ severity: Severity, _ message: String, of violation: ViolationClass? = nil) {
            result.append(Shortfall(key, at: places.place(of: key), severity, violation: violation, message))
        }
        for entry in verdict.classes where entry.breaksContract && entry.count > 0 {
            if !grounds.expectation.isReproduction {
                add(key(of: entry.violation), .error, Judgement.count(entry), of: entry.violation)
            } else if let strange = Judgement.unlisted(entry, grounds) {
                add("expect.reproduces", .error, strange, of: entry.violation)
            }
        }
        if !grounds.sparesSilence {
            for sentence in NodeSummary.silence(of: verdict.nodes, bounds: verdict.bounds) {
                add("expect", .error, sentence)
            }
        }
        for name in reproducedBounds {
            guard let absence = Judgement.absence(ofBound: name, grounds) else { continue }
            add("expect.reproduces", verdict.outcome == .inconclusive ? .warning : .error, absence)
        }
        for bound in verdict.bounds
        where bound.holds != true && !(bound.holds == false && reproducedBounds.contains(bound.name)) {
            add("expect.\(bound.name)", bound.holds == false ? .error : .warning, bound.sentence)
        }
        // In an inconclusive run it may only not have come so far.
        let absence: Severity = verdict.outcome == .inconclusive ? .warning : .error
        for (index, item) in reproduces.enumerated() {
            if let message = Judgement.absence(of: item, grounds) {
                add("expect.reproduces.\(index)", absence, message, of: item.violation)
            } else if let message = Judgement.unplaced(item, grounds) {
                add("expect.reproduces.\(index)", .warning, message, of: item.violation)
            }
        }
        for finding in verdict.guards { add(key(of: finding), .warning, finding.reason) }
        return result
    }

    /// The entry of `expect` that forbids a class.
    private static func key(of violation: ViolationClass) -> String {
        switch violation {
        case .lost, .duplicated, .misrouted, .phantom, .aborted, .corrupted, .toldGap: "expect.delivery"
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
