import Core
import Orchestrator

/// Everything that one `rollcall run` did; what `--json` prints.
struct BatchReport: Codable, Sendable {
    /// Version of this format.
    var format = 1
    var rollcall = version
    var runs: [RunReport]
    /// Runs may be missing: the user stopped it.
    var wasInterrupted: Bool

    var exitCode: Core.ExitCode { .combined(runs.map(\.exitCode) + (wasInterrupted ? [.interrupted] : [])) }

    func jsonText() throws -> String { try JSONOutput.pretty(self) }
}
