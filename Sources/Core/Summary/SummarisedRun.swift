/// What one run adds to the summary of many.
package struct SummarisedRun: Hashable, Sendable {
    package var scenario: String
    package var variant: String?
    package var backplane: BackplaneKind
    /// Of the scenario file.
    package var path: String
    package var seed: UInt64
    /// The run folder; empty when there is none.
    package var folder: String
    package var outcome: RunOutcome
    /// The run was to show a known defect.
    package var reproduces: Bool
    /// Where that defect was reported.
    package var knownAs: String?
    package var causes: [RunCause]
    /// What clients met that is not exactly once (``Verdict/lapses``).
    package var lapses: [Lapse: Int]

    package init(
        scenario: String,
        variant: String? = nil,
        backplane: BackplaneKind,
        path: String,
        seed: UInt64,
        folder: String,
        outcome: RunOutcome,
        reproduces: Bool = false,
        knownAs: String? = nil,
        causes: [RunCause] = [],
        lapses: [Lapse: Int] = [:]
    ) {
        self.scenario = scenario
        self.variant = variant
        self.backplane = backplane
        self.path = path
        self.seed = seed
        self.folder = folder
        self.outcome = outcome
        self.reproduces = reproduces
        self.knownAs = knownAs
        self.causes = causes
        self.lapses = lapses
    }
}

extension SummarisedRun {
    /// `redis-restart [five-times] on signalr`
    package var title: String { RunTitle.of(scenario, variant: variant, backplane: backplane) }
}
