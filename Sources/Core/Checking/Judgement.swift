/// The outcome of a run, from what was found and what the scenario says.
struct Judgement: Hashable, Sendable {
    var raw: VerdictWord
    var outcome: VerdictWord
    var judgedByReproduction: Bool
    var exitCode: ExitCode
    var reasons: [String]

    /// `strict` judges by the contract alone.
    init(expectation: Expectation, counts: [ViolationClass: Int], guards: [GuardFinding], strict: Bool) {
        let broken = ViolationClass.allCases.filter { expectation.forbids($0) && counts[$0, default: 0] > 0 }
        let guardReasons = guards.map(\.reason)
        raw = !broken.isEmpty ? .violated : guards.isEmpty ? .held : .inconclusive
        guard !strict, !expectation.reproduces.isEmpty else {
            judgedByReproduction = false
            outcome = raw
            reasons = broken.map { "\(counts[$0, default: 0]) \($0.rawValue)" } + guardReasons
            exitCode = Self.exitCode(of: raw)
            return
        }
        judgedByReproduction = true
        let listed = Set(expectation.reproduces.map(\.violation))
        let others = broken.filter { !listed.contains($0) }
        let notShown = expectation.reproduces.compactMap { Self.absence(of: $0, counts: counts) }
        if !others.isEmpty {
            outcome = .violated
            reasons = others.map { "\(counts[$0, default: 0]) \($0.rawValue), which this scenario does not reproduce" }
            reasons += notShown + guardReasons
        } else if !guards.isEmpty {
            outcome = .inconclusive
            reasons = guardReasons + notShown
        } else {
            outcome = notShown.isEmpty ? .held : .violated
            reasons = notShown
        }
        exitCode = Self.exitCode(of: outcome)
    }

    private static func absence(of wanted: ReproducedViolation, counts: [ViolationClass: Int]) -> String? {
        let count = counts[wanted.violation, default: 0]
        if let exact = wanted.count {
            return count == exact ? nil : "\(count) \(wanted.violation.rawValue), but exactly \(exact) should show"
        }
        return count > 0 ? nil : "no \(wanted.violation.rawValue), which this scenario is there to show"
    }

    private static func exitCode(of word: VerdictWord) -> ExitCode {
        switch word {
        case .held: .held
        case .violated: .violated
        case .inconclusive: .inconclusive
        }
    }
}
