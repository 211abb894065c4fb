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

    @OptionGroup var scenarios: ScenarioOptions

    @Option(help: "Use this backplane instead of the scenario's.")
    var backplane: BackplaneKind?

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
        guard !(json && tap) else { throw ValidationError("--json and --tap both want stdout; choose one.") }
        guard junit != "" else { throw ValidationError("--junit takes the name of a file.") }
    }

    func run() async throws {
        try await Ending.of {
            let requests = try scenarios.requests.all(scenarios.paths, variant: scenarios.variant, on: backplane)
            try RunFolder.checkWritable(scenarios.out)
            let outputs = BatchOutputs(
                format: json ? .json : tap ? .tap : nil,
                junit: junit,
                out: scenarios.out,
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
