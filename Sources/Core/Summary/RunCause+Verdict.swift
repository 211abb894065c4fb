extension RunCause {
    /// What a verdict says against its run: the explained causes; where nothing was explained, the classes that broke the
    /// contract with their first findings; then broken bounds, what should have shown and did not, and guards.
    ///
    /// - Parameters:
    ///   - reproduces: what the scenario is there to show; empty under `--strict`.
    ///   - reproducedBounds: bounds that it is there to show broken, by name.
    package static func of(
        _ verdict: Verdict,
        reproducing reproduces: [ReproducedViolation],
        bounds reproducedBounds: [BoundName] = []
    ) -> [RunCause] {
        let isGood = verdict.outcome == .held
        let grounds = Judgement.Grounds(verdict, reproducing: reproduces, bounds: reproducedBounds)
        var result = verdict.causes.map { cause in
            RunCause(
                signature: cause.signature,
                violation: cause.violation,
                sentence: cause.sentence,
                count: cause.count,
                isFault: !isGood && cause.breaksContract && !reproduces.contains { $0.matches(cause) }
            )
        }
        if result.isEmpty { result = unexplained(verdict, grounds, isGood: isGood) }
        for bound in verdict.bounds where bound.holds == false {
            let isFault = !isGood && !reproducedBounds.contains(bound.name)
            result.append(
                RunCause(signature: "bound \(bound.name)", sentence: bound.sentence, isFault: isFault)
            )
        }
        guard !isGood else { return result }
        if !grounds.sparesSilence {
            for sentence in NodeSummary.silence(of: verdict.nodes, bounds: verdict.bounds) {
                result.append(RunCause(signature: "silence of nodes", sentence: sentence, isFault: true))
            }
        }
        for name in reproducedBounds {
            guard let absence = Judgement.absence(ofBound: name, grounds) else { continue }
            result.append(RunCause(signature: "not reproduced: \(name)", sentence: absence, isFault: true))
        }
        for item in reproduces {
            let absence = Judgement.absence(of: item, grounds) ?? Judgement.unplaced(item, grounds)
            guard let absence else { continue }
            result.append(RunCause(signature: "not reproduced: \(item.name)", sentence: absence, isFault: true))
        }
        for finding in verdict.guards {
            result.append(
                RunCause(signature: "guard \(finding.kind.rawValue)", sentence: finding.reason, isFault: true)
            )
        }
        return result
    }

    private static func unexplained(_ verdict: Verdict, _ grounds: Judgement.Grounds, isGood: Bool) -> [RunCause] {
        verdict.classes.filter { $0.breaksContract && $0.count > 0 }.map { entry in
            let first = entry.first.map { ", first: " + FindingText($0, origin: verdict.origin).text } ?? ""
            return RunCause(
                signature: entry.violation.rawValue,
                violation: entry.violation,
                sentence: "\(Figures.grouped(entry.forbidden)) \(entry.violation.rawValue)\(first)",
                count: entry.forbidden,
                isFault: !isGood && Judgement.unlisted(entry, grounds) != nil
            )
        }
    }
}
