import ArgumentParser
import Orchestrator

/// What is run, and how: of all commands that run scenarios.
struct ScenarioOptions: ParsableArguments {
    @Argument(help: "Scenario files, or folders with scenario files below them.")
    var paths: [String]

    @Flag(help: "Ignore 'reproduces' in the files: what breaks the contract is a violation.")
    var strict = false

    @Option(help: "The seed of every random choice, instead of the scenario's own or a new one.")
    var seed: UInt64?

    @Option(help: "Run only this variant; 'base' is the file without any. Without it the base and all variants run.")
    var variant: String?

    @Option(name: .customLong("repeat"), help: "Run each scenario so many times.")
    var repetitions = 1

    @Option(help: "The folder under which run folders are made.")
    var out = "runs"

    func validate() throws {
        guard (1...10_000).contains(repetitions) else {
            throw ValidationError("--repeat takes a number from 1 to 10000, not \(repetitions).")
        }
    }

    var requests: RunRequests { RunRequests(strict: strict, seed: seed, repetitions: repetitions, out: out) }
}
