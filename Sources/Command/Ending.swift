import ArgumentParser
import Core
import Glibc
import Orchestrator
import Runtime

/// Turns what went wrong into a message on stderr and one of the documented exit codes.
enum Ending {
    /// Runs the body of a subcommand. Nothing may leave the top of the program as an unknown error: that would be a trap.
    static func of(_ body: () async throws -> Core.ExitCode) async throws {
        // A child that closed its stdin must not end us.
        signal(SIGPIPE, SIG_IGN)
        // A history that may not grow is an error with a name, not the end.
        signal(SIGXFSZ, SIG_IGN)
        let code: Core.ExitCode
        do {
            code = try await body()
        } catch {
            say(error)
            code = Self.code(of: error)
        }
        throw ArgumentParser.ExitCode(code.rawValue)
    }

    static func code(of error: any Error) -> Core.ExitCode {
        switch error {
        case let error as HarnessError: error.code
        case let error as ControlError: error.harnessError.code
        case is ScenarioSetError: .scenario
        case is CancellationError: .interrupted
        default: .bug
        }
    }

    static func say(_ error: any Error) {
        switch error {
        case let error as ScenarioSetError:
            StandardError.write("\(error)\n" + (GitHubActions.here?.annotations(error) ?? ""))
        case let error as HarnessError: StandardError.write("rollcall: \(error)\n")
        case let error as ControlError: StandardError.write("rollcall: \(error.harnessError)\n")
        case is CancellationError: StandardError.write("rollcall: interrupted\n")
        default:
            StandardError.write("rollcall: unexpected error, please report it: \(error)\n")
        }
    }
}
