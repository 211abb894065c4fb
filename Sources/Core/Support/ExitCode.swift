/// How `rollcall` ends. The numbers never change meaning (README, "Exit codes").
package enum ExitCode: Int32, Sendable, Codable, CaseIterable {
    /// Every contract held and the guards were satisfied.
    case held = 0
    /// A contract was violated.
    case violated = 1
    /// Nothing can be said: the run was vacuous or its record is incomplete.
    case inconclusive = 2
    /// A process under test crashed by itself or never became ready.
    case systemFailed = 3
    /// The command line is wrong.
    case usage = 64
    /// A scenario file is wrong.
    case scenario = 65
    /// A program that is needed is not there.
    case unavailable = 69
    /// Rollcall itself is wrong.
    case bug = 70
    /// The machine failed: out of memory, disk, ports or descriptors, or starved.
    case environment = 75
    /// Interrupted by the user; reports were still written.
    case interrupted = 130

    /// The code of several scenarios: a violation is never hidden by anything that happened elsewhere.
    package static func combined(_ codes: some Sequence<ExitCode>) -> ExitCode {
        let seen = Set(codes)
        return precedence.first(where: seen.contains) ?? .held
    }

    private static let precedence: [ExitCode] = [
        .violated, .bug, .systemFailed, .interrupted, .inconclusive, .environment, .unavailable, .scenario, .usage,
        .held,
    ]
}
