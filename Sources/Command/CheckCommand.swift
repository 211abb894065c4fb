import ArgumentParser
import Core
import Orchestrator

struct CheckCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Look for mistakes in scenario files without running them.",
        discussion: """
            Every mistake is shown with file, line, column, what was expected and the nearest valid word. \
            Exit code 0: all files are right; 65: some are not.
            """
    )

    @Argument(help: "Scenario files, or folders with scenario files below them.")
    var paths: [String]

    @Option(help: "Check this variant only.")
    var variant: String?

    func run() async throws {
        try await Ending.of {
            let set = try ScenarioSet.read(paths)
            for entry in set.entries {
                for name in try entry.variants(named: variant) {
                    let scenario = try entry.file.scenario(variant: name, backplane: nil)
                    let title = scenario.name + (name.map { " [\($0)]" } ?? "")
                    StandardOutput.write("\(entry.path): \(title): right\n")
                    // What is right may still promise less than it says.
                    if let weakened = scenario.expect.weakened { StandardOutput.write("  \(weakened.text)\n") }
                }
            }
            return .held
        }
    }
}
