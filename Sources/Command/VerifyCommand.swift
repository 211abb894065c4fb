import ArgumentParser
import Core
import Orchestrator

struct VerifyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Judge stored runs again, without starting anything.",
        discussion: """
            Reads run.json and the histories of each run folder and says whether the verdict is the stored one. The exit code \
            is that of 'rollcall run': 0 every contract held, 1 violated, 2 inconclusive; of several runs, the worst.

              rollcall verify runs/latest
              rollcall verify runs/*/* --strict
              rollcall verify runs/latest --json > verdict.json
            """
    )

    @Argument(help: "Run folders, such as runs/latest.")
    var runs: [String]

    @Flag(help: "Judge by the contract alone, whatever the scenario is there to reproduce.")
    var strict = false

    @Flag(help: "Store the verdict in the run folder, in place of the one that is there.")
    var write = false

    @Flag(help: "Print each verdict on stdout as verdict.json has it; everything for people goes to stderr.")
    var json = false

    func run() async throws {
        try await Ending.of {
            // All of them are looked for before the first is judged.
            let stored = try runs.map { try StoredRun(at: $0) }
            let console = Console(resultsOnStdout: json, quiet: false)
            var codes: [Core.ExitCode] = []
            for run in stored {
                let verification = try Verification(run, strict: strict ? true : nil)
                console.line(VerificationText(verification, isWritten: write).text)
                if json { StandardOutput.write(String(decoding: verification.document, as: UTF8.self)) }
                if write { try verification.write() }
                codes.append(verification.exitCode)
            }
            return .combined(codes)
        }
    }
}
