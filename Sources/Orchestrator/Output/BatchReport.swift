package import Core

/// Everything that came of one command line, or has come of it so far.
package struct BatchReport: Sendable {
    package var runs: [RunReport]
    /// What was asked for and not made, or not yet.
    package var notRun: [NotRun]
    /// The user stopped it.
    package var wasInterrupted: Bool

    package init(_ requests: [RunRequest], runs: [RunReport] = [], wasInterrupted: Bool = false) {
        self.init(
            runs: runs,
            notRun: requests.dropFirst(runs.count).map(NotRun.init),
            wasInterrupted: wasInterrupted
        )
    }

    init(runs: [RunReport], notRun: [NotRun] = [], wasInterrupted: Bool = false) {
        self.runs = runs
        self.notRun = notRun
        self.wasInterrupted = wasInterrupted
    }

    package var exitCode: ExitCode { .combined(runs.map(\.exitCode) + (wasInterrupted ? [.interrupted] : [])) }

    package var summary: BatchSummary { BatchSummary(runs.map(\.summarised)) }
}
