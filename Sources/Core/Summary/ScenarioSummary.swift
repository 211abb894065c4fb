/// All runs of one scenario file, variant and backplane.
package struct ScenarioSummary: Codable, Hashable, Sendable {
    /// How often a known defect showed.
    package struct Reproduction: Codable, Hashable, Sendable {
        /// Where the defect was reported.
        package var knownAs: String?
        /// In so many runs it showed and nothing else did, of so many.
        package var runs: Int
        package var of: Int
    }

    package var scenario: String
    package var variant: String?
    package var backplane: BackplaneKind
    package var path: String
    package var runs: Int
    /// Runs by outcome; those that did not happen are left out.
    package var outcomes: [RunOutcome: Int]
    /// What most runs came to; of a tie, the worst. An interrupted run says nothing about the scenario: it is the majority
    /// only where there is no other.
    package var majority: RunOutcome
    /// Share of the runs that differ from the majority, 0 to 1, interrupted ones left out.
    package var flakeRate: Double
    /// The same scenario came to different ends.
    package var isFlaky: Bool
    /// Nil for a scenario that is not there to show a defect.
    package var reproduced: Reproduction?
    package var causes: [CauseSummary]

    /// - Precondition: `all` is not empty, and its runs are of one scenario, variant and backplane.
    init(_ all: [SummarisedRun]) {
        let first = all[0]
        let judged = all.filter { $0.outcome != .interrupted }
        scenario = first.scenario
        variant = first.variant
        backplane = first.backplane
        path = first.path
        runs = all.count
        outcomes = BatchSummary.count(all)
        let counts = BatchSummary.count(judged)
        let most = counts.values.max() ?? 0
        majority = RunOutcome.worstFirst.first { counts[$0] == most && most > 0 } ?? .interrupted
        flakeRate = judged.isEmpty ? 0 : Double(judged.count - most) / Double(judged.count)
        isFlaky = counts.count > 1
        reproduced =
            first.reproduces
            ? Reproduction(knownAs: first.knownAs, runs: counts[.reproduced, default: 0], of: judged.count) : nil
        causes = CauseSummary.of(all)
    }

    /// `redis-restart [five-times] on signalr`
    package var title: String { RunTitle.of(scenario, variant: variant, backplane: backplane) }

    /// Runs that came to one of these.
    package func count(_ wanted: RunOutcome...) -> Int { wanted.reduce(0) { $0 + outcomes[$1, default: 0] } }

    /// One word: what all came to, or `flaky`.
    package var word: String { isFlaky ? "flaky" : majority.rawValue }
}
