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
              rollcall run scenarios --junit results.xml       for a CI system

            In GitHub Actions what fails is also marked in the scenario file, and the job gets a summary (docs/json.md).
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

    @Flag(help: "Print the results in the Test Anything Protocol on stdout; everything for people goes to stderr.")
    var tap = false

    @Option(help: ArgumentHelp("Also write the results as a JUnit report.", valueName: "file"))
    var junit: String?

    @Flag(help: "Print the table of verdicts only.")
    var quiet = false

    @OptionGroup var colors: ColorOptions

    func validate() throws {
        guard (1...10_000).contains(repetitions) else {
            throw ValidationError("--repeat takes a number from 1 to 10000, not \(repetitions).")
        }
        guard !(json && tap) else { throw ValidationError("--json and --tap both want stdout; choose one.") }
        guard junit != "" else { throw ValidationError("--junit takes the name of a file.") }
    }

    func run() async throws {
        try await Ending.of {
            let requests = try RunRequests(strict: strict, seed: seed, repetitions: repetitions, out: out)
                .all(paths, variant: variant, on: backplane)
            try RunFolder.checkWritable(out)
            let outputs = BatchOutputs(
                format: json ? .json : tap ? .tap : nil,
                junit: junit,
                out: out,
                requests: requests
            )
            try outputs.begin(BatchReport(requests))
            let console = Console(resultsOnStdout: json || tap, quiet: quiet, colors: colors)
            let batch = Batch(requests: requests, console: console, progress: outputs.runEnded)
            return try outputs.end(await batch.run())
        }
    }
}

extension BackplaneKind: ExpressibleByArgument {}
extension MasterDiscovery: ExpressibleByArgument {}
