import Core
import Testing

/// Every rule of the checker is needed: there is a run about which it says something else without it. A rule without such a
/// run could be lost unnoticed, so each has to be in the table.
@Suite struct RuleTests {
    struct Case: Sendable, CustomStringConvertible {
        let rule: CheckerRules
        let description: String
        /// What is said with all rules.
        let outcome: VerdictWord
        var room: Int?
        let make: @Sendable () -> (RunScript, [HistoryBytes])

        init(
            _ rule: CheckerRules,
            _ description: String,
            _ outcome: VerdictWord,
            room: Int? = nil,
            _ make: @escaping @Sendable () -> RunScript
        ) {
            self.rule = rule
            self.description = description
            self.outcome = outcome
            self.room = room
            self.make = {
                let script = make()
                return (script, script.sources)
            }
        }

        init(
            _ rule: CheckerRules,
            _ description: String,
            _ outcome: VerdictWord,
            _ change: @escaping @Sendable (inout RunScript, inout [HistoryBytes]) -> Void
        ) {
            self.rule = rule
            self.description = description
            self.outcome = outcome
            make = {
                var script = RunScript.whole()
                var sources = script.sources
                change(&script, &sources)
                return (script, sources)
            }
        }

        func verdict(_ rules: CheckerRules) -> Verdict {
            let (script, sources) = make()
            return Checker.check(script.manifest, sources, rules: rules, orderRoom: room)
        }
    }

    static let cases = RuleCases.classes + RuleCases.guards + RuleCases.definitions

    @Test(arguments: cases)
    func withoutItTheVerdictIsAnother(rule: Case) {
        let with = rule.verdict(.all)
        let without = rule.verdict(CheckerRules.all.subtracting(rule.rule))
        #expect(with.outcome == rule.outcome, "\(with.reasons)")
        #expect(
            with.outcome != without.outcome || with.shown != without.shown || with.guardKinds != without.guardKinds,
            "\(with.reasons)"
        )
    }

    /// Taking a rule out must matter where it decides: these turn the outcome itself.
    @Test(arguments: cases.filter { !RuleCases.neverAlone.contains($0.rule) })
    func withoutItTheOutcomeIsAnother(rule: Case) {
        #expect(rule.verdict(.all).outcome != rule.verdict(CheckerRules.all.subtracting(rule.rule)).outcome)
    }

    @Test func everyRuleHasItsRun() {
        for (name, rule) in CheckerRules.each {
            #expect(Self.cases.contains { $0.rule == rule }, "\(name) has no run that needs it")
        }
        #expect(Set(CheckerRules.each.map(\.rule.rawValue)).count == CheckerRules.each.count)
        for (name, rule) in CheckerRules.each { #expect(rule.rawValue.nonzeroBitCount == 1, "\(name)") }
    }
}

extension CheckerRules {
    /// So that a rule can be shown as an argument of a test.
    var text: String { Self.each.first { $0.rule == self }?.name ?? "\(rawValue)" }
}
