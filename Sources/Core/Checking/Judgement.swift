/// The outcome of a run, from what was found and what the scenario says.
struct Judgement: Hashable, Sendable {
    /// What it rests on.
    struct Grounds {
        var expectation: Expectation
        var classes: [ClassReport]
        var guards: [GuardFinding]
        /// One that could not be measured is among the guards.
        var bounds: [BoundFinding]
        var nodes: [NodeSummary]
        /// Empty where nothing was explained.
        var causes: [Cause] = []
        /// By the contract alone, whatever the scenario is there to reproduce.
        var strict = false
        var rules: CheckerRules = .all
    }

    var raw: VerdictWord
    var outcome: VerdictWord
    var judgedByReproduction: Bool
    var exitCode: ExitCode
    var reasons: [String]

    init(_ grounds: Grounds) {
        let broken = grounds.classes.filter { $0.breaksContract && $0.count > 0 }
        let guardReasons = grounds.guards.map(\.reason)
        let tooMuch = grounds.rules.contains(.judgesBounds) ? grounds.bounds.filter { $0.holds == false } : []
        let silent = grounds.rules.contains(.judgesSilence) ? grounds.nodes : []
        let silence = NodeSummary.silence(of: silent, bounds: grounds.bounds)
        let measured = silence + tooMuch.map(\.sentence)
        let isBroken = !broken.isEmpty || !measured.isEmpty
        let stands = isBroken && (grounds.guards.isEmpty || grounds.rules.contains(.provenStands))
        raw = stands ? .violated : grounds.guards.isEmpty ? .held : .inconclusive
        guard !grounds.strict, grounds.expectation.isReproduction else {
            judgedByReproduction = false
            outcome = raw
            reasons = broken.map(Self.count) + measured + guardReasons
            exitCode = Self.exitCode(of: raw)
            return
        }
        judgedByReproduction = true
        let others = broken.compactMap { Self.unlisted($0, grounds) }
        let notShown =
            grounds.expectation.reproduces.compactMap { Self.absence(of: $0, grounds) }
            + grounds.expectation.reproducedBounds.compactMap { Self.absence(ofBound: $0, grounds) }
        let unplaced = grounds.expectation.reproduces.compactMap { Self.unplaced($0, grounds) }
        let listed = grounds.expectation.reproducedBounds
        let otherMeasures =
            (grounds.sparesSilence ? [] : silence) + tooMuch.filter { !listed.contains($0.name) }.map(\.sentence)
        if !others.isEmpty || !otherMeasures.isEmpty {
            outcome = .violated
            reasons = others + otherMeasures + notShown + unplaced + guardReasons
        } else if !grounds.guards.isEmpty || !unplaced.isEmpty {
            outcome = .inconclusive
            reasons = guardReasons + unplaced + notShown
        } else {
            outcome = notShown.isEmpty ? .held : .violated
            reasons = notShown
        }
        exitCode = Self.exitCode(of: outcome)
    }

    /// `3 lost`, without those that the contract of `during-faults` allows.
    static func count(_ report: ClassReport) -> String {
        let excused =
            report.excused > 0 ? ", and \(Figures.grouped(report.excused)) that are allowed during faults" : ""
        return "\(Figures.grouped(report.forbidden)) \(report.violation.rawValue)\(excused)"
    }

    /// What breaks the contract and no item of the list is there to show.
    static func unlisted(_ report: ClassReport, _ grounds: Grounds) -> String? {
        let items = grounds.expectation.reproduces.filter { $0.violation == report.violation }
        let suffix = "which this scenario does not reproduce"
        guard !items.isEmpty else { return "\(count(report)), \(suffix)" }
        guard items.allSatisfy(\.needsCauses), !grounds.causes.isEmpty else { return nil }
        let own = grounds.causes.filter { $0.violation == report.violation && $0.breaksContract }
        let strange = own.filter { cause in !items.contains { $0.matches(cause) } }
        guard let first = strange.first else { return nil }
        let total = strange.reduce(0) { $0 + $1.count }
        return "\(total) \(report.violation.rawValue) at other places (\(first.place)), \(suffix)"
    }

    /// How often what an item asks for was found; nil where that is not known.
    private static func shown(_ wanted: ReproducedViolation, _ grounds: Grounds) -> Int? {
        let report = grounds.classes.first { $0.violation == wanted.violation }
        let count = report.map { $0.count - $0.excused } ?? 0
        guard wanted.needsCauses, count > 0 else { return count }
        guard !grounds.causes.isEmpty else { return nil }
        return grounds.causes.filter { $0.breaksContract && wanted.matches($0) }.reduce(0) { $0 + $1.count }
    }

    /// That an item of the list does not show as it should; nil where it does, and where that is not known.
    static func absence(of wanted: ReproducedViolation, _ grounds: Grounds) -> String? {
        guard let count = shown(wanted, grounds) else { return nil }
        if let exact = wanted.count {
            return count == exact ? nil : "\(count) \(wanted.name), but exactly \(exact) should show"
        }
        return count > 0 ? nil : "no \(wanted.name), which this scenario is there to show"
    }

    /// That a bound holds which should be broken; nil where it is not known, which a guard says.
    static func absence(ofBound name: BoundName, _ grounds: Grounds) -> String? {
        guard let found = grounds.bounds.first(where: { $0.name == name }) else {
            return "\(name) is no bound of this run, and this scenario is there to show it broken"
        }
        return found.holds == true ? "\(name) is kept, and this scenario is there to show it broken" : nil
    }

    /// That it is not known whether an item of the list shows.
    static func unplaced(_ wanted: ReproducedViolation, _ grounds: Grounds) -> String? {
        guard shown(wanted, grounds) == nil else { return nil }
        return "nothing was explained, so it is not known whether \(wanted.name) showed"
    }

    private static func exitCode(of word: VerdictWord) -> ExitCode {
        switch word {
        case .held: .held
        case .violated: .violated
        case .inconclusive: .inconclusive
        }
    }
}

extension Judgement.Grounds {
    /// What a verdict rests on, for whoever reads it.
    init(_ verdict: Verdict, reproducing reproduces: [ReproducedViolation], bounds: [BoundName]) {
        self.init(
            expectation: Expectation(reproduces: reproduces, reproducedBounds: bounds),
            classes: verdict.classes,
            guards: verdict.guards,
            bounds: verdict.bounds,
            nodes: verdict.nodes,
            causes: verdict.causes
        )
    }

    /// A node that nothing reaches is a loss, which the scenario may be there to show.
    var sparesSilence: Bool { expectation.reproduces.contains { $0.violation == .lost } }
}

extension Verdict {
    /// Judges by what the verdict holds: for whoever has put it together, causes included.
    package mutating func judge(by expectation: Expectation, strict: Bool, rules: CheckerRules = .all) {
        let judgement = Judgement(
            Judgement.Grounds(
                expectation: expectation,
                classes: classes,
                guards: guards,
                bounds: bounds,
                nodes: nodes,
                causes: causes,
                strict: strict,
                rules: rules
            )
        )
        raw = judgement.raw
        outcome = judgement.outcome
        judgedByReproduction = judgement.judgedByReproduction
        exitCode = judgement.exitCode
        reasons = judgement.reasons
    }
}
