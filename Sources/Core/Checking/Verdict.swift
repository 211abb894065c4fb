/// What is known about a run after its histories were read: the outcome, and the figures and findings it rests on.
/// Stored as `verdict.json`; docs/checker.md defines every word.
package struct Verdict: Codable, Hashable, Sendable {
    package var run: RunID
    package var seed: UInt64
    package var scenario: String
    package var backplane: BackplaneKind
    /// What the contract says, whatever the scenario is there to reproduce.
    package var raw: VerdictWord
    /// The outcome: as `raw`, or judged by what the scenario is there to reproduce.
    package var outcome: VerdictWord
    /// The outcome was judged by ``Expectation/reproduces``.
    package var judgedByReproduction: Bool
    package var exitCode: ExitCode
    /// One sentence each: why the outcome is what it is. Empty when all held.
    package var reasons: [String]
    /// One entry per class, in the order of ``ViolationClass``.
    package var classes: [ClassReport]
    package var publishes: PublishCounts
    package var deliveries: DeliveryCounts
    package var latency: LatencySummary
    package var clients: [ClientSummary]
    package var faults: [FaultWindow]
    package var guards: [GuardFinding]
    package var histories: [HistorySummary]
    /// The beginning of traffic, CLOCK_MONOTONIC nanoseconds: the zero of times in reports. All times here are of the
    /// same clock.
    package var origin: UInt64
    /// Every violation belongs to one of them. Empty when nothing was explained.
    package var causes: [Cause] = []
    /// One entry for every bound that the scenario states.
    package var bounds: [BoundFinding] = []
    /// One entry for every repetition of a fault that was seen to heal.
    package var recoveries: [FaultRecovery] = []
    package var nodes: [NodeSummary] = []
    package var witnesses: [WitnessSummary] = []
    package var measures = RunMeasures()
    package var resources: [ResourceReading] = []
    /// It was judged by less than the scenario states.
    package var weakened: WeakenedContract?

    /// What clients met that is not exactly once, whether the contract allows it or not.
    package var lapses: [Lapse: Int] {
        let counts: [Lapse: Int] = [
            .lost: self[.lost].count, .duplicated: self[.duplicated].count, .toldGap: self[.toldGap].count,
            .newLife: measures.newLives,
        ]
        return counts.filter { $0.value > 0 }
    }

    /// The report of one class.
    package subscript(violation: ViolationClass) -> ClassReport {
        classes.first { $0.violation == violation } ?? ClassReport(violation: violation, breaksContract: false)
    }
}
