package import Core

/// What came out of one run: the verdict from its histories, and what the harness itself saw.
package struct RunReport: Codable, Sendable {
    package var scenario: String
    package var variant: String?
    /// Path of the scenario file.
    package var path: String
    package var backplane: BackplaneKind
    package var seed: UInt64
    package var strict: Bool
    /// Which of several runs of the same it is, from 1; nil for the only one.
    package var repetition: Int?
    /// UTC, ISO 8601: `2026-11-22T18:41:16Z`.
    package var startedAt = ""
    /// The known defect that the scenario is there to show; empty under `--strict`.
    package var reproduces: [ReproducedViolation] = []
    /// Bounds that were to be broken.
    package var reproducedBounds: [BoundName] = []
    /// Where that defect was reported.
    package var knownAs: String?
    package var exitCode: ExitCode
    /// Nil when the run ended before there was anything to judge.
    package var verdict: Verdict?
    /// Why the run could not be carried through.
    package var failure: String?
    /// What the harness saw that keeps the run from being conclusive, besides the verdict's own reasons.
    package var reasons: [String]
    /// What the run did not live up to, with its place in the scenario file. Empty when all is as it should be.
    package var shortfalls: [Shortfall] = []
    /// The run folder; empty when it could not be made.
    package var folder: String
    /// From the first process to the verdict.
    package var seconds: Double
    package var traffic: TrafficMeasure?
    /// The most own memory (RssAnon) of each process, in KiB.
    package var memoryKibibytes: [String: Int]

    /// As it stands in tables: `smoke`, `redis-restart [five-times]`.
    package var title: String { scenario + (variant.map { " [\($0)]" } ?? "") }

    /// How it ended.
    package var outcome: RunOutcome {
        RunOutcome(exitCode, reproduced: verdict?.judgedByReproduction == true)
    }

    /// One word for people.
    package var word: String { outcome.rawValue }

    /// Why it is not simply held, and by what it was not judged: one sentence each.
    package var explanations: [String] {
        let weakened = (verdict?.weakened?.text).map { [$0] } ?? []
        return (failure.map { [$0] } ?? []) + weakened + (verdict?.reasons ?? []) + reasons
    }
}
