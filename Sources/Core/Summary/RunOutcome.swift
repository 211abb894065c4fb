/// How a run ended, in one word.
package enum RunOutcome: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
    case held
    /// The known defect that the scenario is there to show has shown, and nothing else.
    case reproduced
    case violated
    case inconclusive
    /// A process under test crashed by itself or never became ready.
    case crashed
    case interrupted
    /// The machine failed.
    case environment
    /// A program that is needed is not there.
    case unavailable
    /// Rollcall itself is wrong.
    case bug
    /// The command line or the scenario is wrong.
    case refused

    /// - Parameter reproduced: the outcome was judged by what the scenario is there to show.
    package init(_ code: ExitCode, reproduced: Bool) {
        switch code {
        case .held: self = reproduced ? .reproduced : .held
        case .violated: self = .violated
        case .inconclusive: self = .inconclusive
        case .systemFailed: self = .crashed
        case .interrupted: self = .interrupted
        case .environment: self = .environment
        case .unavailable: self = .unavailable
        case .bug: self = .bug
        case .usage, .scenario: self = .refused
        }
    }

    /// The run is as it should be.
    package var isGood: Bool { self == .held || self == .reproduced }

    /// The worst first, as exit codes are combined (``ExitCode/combined(_:)``); a tie between outcomes goes to the first.
    static let worstFirst: [RunOutcome] = [
        .violated, .bug, .crashed, .interrupted, .inconclusive, .environment, .unavailable, .refused, .reproduced,
        .held,
    ]
}
