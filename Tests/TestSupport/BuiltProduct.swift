package import Subprocess
import SystemPackage

/// The built `rollcall`, which lies beside the test bundle of every test target that depends on it.
package enum BuiltProduct {
    package static let path: String = {
        let bundle = CommandLine.arguments[0]
        let folder = bundle.lastIndex(of: "/").map { String(bundle[..<$0]) } ?? "."
        return folder + "/rollcall"
    }()

    /// What a finished command left.
    package struct Result: Sendable {
        package var status: TerminationStatus
        package var output: String
        package var errors: String

        /// Nil when a signal ended it.
        package var code: Int? {
            if case .exited(let code) = status { return Int(code) }
            return nil
        }
    }

    /// What changes the output depending on where the tests run.
    private static let surroundings: [Environment.Key: String?] = [
        "GITHUB_ACTIONS": nil, "GITHUB_STEP_SUMMARY": nil, "NO_COLOR": nil, "CLICOLOR_FORCE": nil, "CLICOLOR": nil,
    ]

    /// Bytes of output that are kept; more is a mistake of the test.
    private static let outputBytesMax = 64 << 20

    /// Runs `rollcall` with these arguments to its end.
    package static func run(
        _ arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: String? = nil
    ) async throws -> Result {
        try await run(program: path, arguments, environment: environment, workingDirectory: workingDirectory)
    }

    /// Runs another program the same way.
    package static func run(
        program: String,
        _ arguments: [String],
        environment: [String: String] = [:],
        workingDirectory: String? = nil
    ) async throws -> Result {
        var values = surroundings
        for (name, value) in environment { values[Environment.Key(stringLiteral: name)] = value }
        let record = try await Subprocess.run(
            .path(.init(program)),
            arguments: Arguments(arguments),
            environment: .inherit.updating(values),
            workingDirectory: workingDirectory.map { .init($0) },
            output: .string(limit: outputBytesMax),
            error: .string(limit: outputBytesMax)
        )
        return Result(
            status: record.terminationStatus,
            output: record.standardOutput,
            errors: record.standardError
        )
    }
}
