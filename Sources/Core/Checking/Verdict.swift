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

    /// The report of one class.
    package subscript(violation: ViolationClass) -> ClassReport {
        classes.first { $0.violation == violation } ?? ClassReport(violation: violation, breaksContract: false)
    }
}

/// The three things that can be said of a run.
package enum VerdictWord: String, Codable, Hashable, Sendable, CaseIterable {
    /// Every contract held and the guards were satisfied.
    case held
    /// A contract was broken; this stands whatever else could not be judged.
    case violated
    /// Nothing was broken as far as could be judged, and that was not far enough.
    case inconclusive
}

/// What was found of one class.
package struct ClassReport: Codable, Hashable, Sendable {
    package var violation: ViolationClass
    package var count: Int
    /// The contract of the scenario forbids it.
    package var breaksContract: Bool
    /// The earliest.
    package var first: Finding?
    /// The one with the greatest ``Finding/magnitude``.
    package var worst: Finding?
    /// The earliest, at most ``FindingLog/examplesMax``.
    package var examples: [Finding]

    package init(
        violation: ViolationClass,
        count: Int = 0,
        breaksContract: Bool,
        first: Finding? = nil,
        worst: Finding? = nil,
        examples: [Finding] = []
    ) {
        self.violation = violation
        self.count = count
        self.breaksContract = breaksContract
        self.first = first
        self.worst = worst
        self.examples = examples
    }
}
