/// The verdict of many runs: per scenario, and what caused it in how many of them. Stored as `summary.json`
/// (docs/json.md).
package struct BatchSummary: Codable, Hashable, Sendable {
    package var runs: Int
    /// Runs by outcome; those that did not happen are left out.
    package var outcomes: [RunOutcome: Int]
    /// Scenarios that came to different ends.
    package var flaky: Int
    /// In the order of the command line.
    package var scenarios: [ScenarioSummary]
    /// Over all scenarios: the same cause can show in several.
    package var causes: [CauseSummary]

    package init(_ all: [SummarisedRun]) {
        var order: [ScenarioKey] = []
        var groups: [ScenarioKey: [SummarisedRun]] = [:]
        for run in all {
            if groups[run.key] == nil { order.append(run.key) }
            groups[run.key, default: []].append(run)
        }
        runs = all.count
        outcomes = Self.count(all)
        scenarios = order.compactMap { groups[$0].map(ScenarioSummary.init) }
        flaky = scenarios.count { $0.isFlaky }
        causes = CauseSummary.of(all)
    }

    static func count(_ runs: [SummarisedRun]) -> [RunOutcome: Int] {
        runs.reduce(into: [:]) { $0[$1.outcome, default: 0] += 1 }
    }

    /// Some scenario ran more than once.
    package var isRepeated: Bool { scenarios.contains { $0.runs > 1 } }

    /// `20 runs: 17 held, 3 violated; 1 of 4 scenarios is flaky`
    package var text: String {
        let order: [RunOutcome] = [
            .held, .reproduced, .violated, .inconclusive, .crashed, .interrupted, .environment, .unavailable, .bug,
            .refused,
        ]
        let parts = order.compactMap { outcome in outcomes[outcome].map { "\($0) \(outcome.rawValue)" } }
        let line = "\(runs) \(runs == 1 ? "run" : "runs"): " + (parts.isEmpty ? "none" : parts.joined(separator: ", "))
        guard flaky > 0 else { return line }
        return line + "; \(flaky) of \(scenarios.count) \(scenarios.count == 1 ? "scenario" : "scenarios") flaky"
    }
}
