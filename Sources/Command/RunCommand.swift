import ArgumentParser
import Core
import Orchestrator
import Runtime

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Run scenarios and judge them.",
        discussion: """
            Each scenario starts its own Redis, nodes and clients, breaks what the file says, waits until everything that is \
            owed has arrived or is proven lost, and leaves a run folder with verdict, histories and logs.

              rollcall run scenarios                           every scenario below it
              rollcall run hello.yaml --seed 7                 the same choices again
              rollcall run hello.yaml --repeat 20              how often does it hold?
              rollcall run node-crash.yaml --backplane pubsub  on another backplane
            """
    )

    @Argument(help: "Scenario files, or folders with scenario files below them.")
    var paths: [String]

    @Flag(help: "Ignore 'reproduces' in the files: what breaks the contract is a violation.")
    var strict = false

    @Option(help: "The seed of every random choice, instead of the scenario's own or a new one.")
    var seed: UInt64?

    @Option(help: "Use this backplane instead of the scenario's.")
    var backplane: BackplaneKind?

    @Option(help: "Run only this variant; 'base' is the file without any. Without it the base and all variants run.")
    var variant: String?

    @Option(name: .customLong("repeat"), help: "Run each scenario so many times.")
    var repetitions = 1

    @Option(help: "The folder under which run folders are made.")
    var out = "runs"

    @Flag(help: "Print the results as JSON on stdout; everything for people goes to stderr.")
    var json = false

    @Flag(help: "Print the table of verdicts only.")
    var quiet = false

    func validate() throws {
        guard (1...10_000).contains(repetitions) else {
            throw ValidationError("--repeat takes a number from 1 to 10000, not \(repetitions).")
        }
    }

    func run() async throws {
        try await Ending.of {
            let requests = try RunRequests(self).all()
            try RunFolder.checkWritable(out)
            let console = Console(json: json, quiet: quiet)
            let reports = await Batch(requests: requests, console: console).run()
            if json { StandardOutput.write(try reports.jsonText()) }
            return reports.exitCode
        }
    }
}

extension BackplaneKind: ExpressibleByArgument {}
extension MasterDiscovery: ExpressibleByArgument {}
