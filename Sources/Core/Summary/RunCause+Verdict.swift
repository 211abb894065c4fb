extension RunCause {
    /// What a verdict says against its run: the explained causes; where nothing was explained, the classes that broke the
    /// contract with their first findings; then broken bounds, what should have shown and did not, and guards.
    ///
    /// - Parameter reproduces: what the scenario is there to show; empty under `--strict`.
    package static func of(_ verdict: Verdict, reproducing reproduces: [ReproducedViolation]) -> [RunCause] {
        let isGood = verdict.outcome == .held
        let wanted = isGood ? Set(ViolationClass.allCases) : Set(reproduces.map(\.violation))
        var result = verdict.causes.map { cause in
            RunCause(
                signature: cause.signature,
                violation: cause.violation,
                sentence: cause.sentence,
                count: cause.count,
                isFault: cause.breaksContract && !wanted.contains(cause.violation)
            )
        }
        if result.isEmpty { result = unexplained(verdict, wanted) }
        guard !isGood else { return result }
        for bound in verdict.bounds where bound.holds == false {
            result.append(
                RunCause(signature: "bound \(bound.name)", sentence: BoundText(bound).text, isFault: true)
            )
        }
        for item in reproduces {
            let count = verdict[item.violation].count
            guard item.count.map({ $0 != count }) ?? (count == 0) else { continue }
            let name = item.violation.rawValue
            let sentence =
                item.count.map { "\(count) \(name), but exactly \($0) should show" }
                ?? "no \(name), which this scenario is there to show"
            result.append(RunCause(signature: "not reproduced: \(name)", sentence: sentence, isFault: true))
        }
        for finding in verdict.guards {
            result.append(
                RunCause(signature: "guard \(finding.kind.rawValue)", sentence: finding.reason, isFault: true)
            )
        }
        return result
    }

    private static func unexplained(_ verdict: Verdict, _ wanted: Set<ViolationClass>) -> [RunCause] {
        verdict.classes.filter { $0.breaksContract && $0.count > 0 }.map { entry in
            let first = entry.first.map { ", first: " + FindingText($0, origin: verdict.origin).text } ?? ""
            return RunCause(
                signature: entry.violation.rawValue,
                violation: entry.violation,
                sentence: "\(Figures.grouped(entry.count)) \(entry.violation.rawValue)\(first)",
                count: entry.count,
                isFault: !wanted.contains(entry.violation)
            )
        }
    }
}
