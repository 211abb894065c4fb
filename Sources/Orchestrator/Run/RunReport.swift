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
    package var exitCode: ExitCode
    /// Nil when the run ended before there was anything to judge.
    package var verdict: Verdict?
    /// Why the run could not be carried through.
    package var failure: String?
    /// What the harness saw that keeps the run from being conclusive, besides the verdict's own reasons.
    package var reasons: [String]
    /// The run folder; empty when it could not be made.
    package var folder: String
    /// From the first process to the verdict.
    package var seconds: Double
    package var traffic: TrafficMeasure?
    /// The most own memory (RssAnon) of each process, in KiB.
    package var memoryKibibytes: [String: Int]

    /// As it stands in tables: `smoke`, `redis-restart [five-times]`.
    package var title: String { scenario + (variant.map { " [\($0)]" } ?? "") }

    /// One word for people.
    package var word: String {
        switch exitCode {
        case .held: verdict?.judgedByReproduction == true ? "reproduced" : "held"
        case .violated: "violated"
        case .inconclusive: "inconclusive"
        case .systemFailed: "crashed"
        case .interrupted: "interrupted"
        case .environment: "environment"
        case .unavailable: "unavailable"
        case .bug: "bug"
        case .usage, .scenario: "refused"
        }
    }

    /// Why it is not simply held: one sentence each.
    package var explanations: [String] {
        (failure.map { [$0] } ?? []) + (verdict?.reasons ?? []) + reasons
    }
}
