import ArgumentParser
import Core
import Orchestrator
import Runtime

struct MatrixCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "matrix",
        abstract: "Run scenarios on several backplanes, and say which of them each survives.",
        discussion: """
            Every file and variant runs on every backplane. A scenario that does not go with one (its file says so when it is \
            checked) is left out there. The table is also written to OUT/matrix.md and OUT/matrix.json (docs/json.md).

              rollcall matrix scenarios
              rollcall matrix scenarios --backplane signalr,stream --repeat 20 --strict --markdown docs/matrix.md

            Exit codes are those of 'rollcall run': 1 when some run was violated, whichever backplane it was on.
            """
    )

    @Argument(help: "Scenario files, or folders with scenario files below them.")
    var paths: [String]

    @Option(help: ArgumentHelp("Backplanes, with commas between them.", valueName: "list"))
    var backplane = BackplaneList.all

    @Flag(help: "Ignore 'reproduces' in the files: what breaks the contract is a violation.")
    var strict = false

    @Option(help: "The seed of every random choice, instead of the scenario's own or a new one.")
    var seed: UInt64?

    @Option(help: "Run only this variant; 'base' is the file without any. Without it the base and all variants run.")
    var variant: String?

    @Option(name: .customLong("repeat"), help: "Run each scenario so many times on each backplane.")
    var repetitions = 1

    @Option(help: "The folder under which run folders are made.")
    var out = "runs"

    @Flag(help: "Print the matrix as JSON on stdout; everything for people goes to stderr.")
    var json = false

    @Option(help: ArgumentHelp("Also write the matrix as Markdown there.", valueName: "file"))
    var markdown: String?

    @Flag(help: "Print the matrix only.")
    var quiet = false

    @OptionGroup var colors: ColorOptions

    func validate() throws {
        guard (1...10_000).contains(repetitions) else {
            throw ValidationError("--repeat takes a number from 1 to 10000, not \(repetitions).")
        }
        guard markdown != "" else { throw ValidationError("--markdown takes the name of a file.") }
    }

    func run() async throws {
        try await Ending.of {
            let requests = RunRequests(strict: strict, seed: seed, repetitions: repetitions, out: out)
            let plan = try requests.matrix(paths, variant: variant, on: backplane.kinds)
            try RunFolder.checkWritable(out)
            let outputs = MatrixOutputs(places: plan.places, strict: strict, out: out, markdown: markdown)
            try outputs.write(BatchReport(plan.requests))
            let console = Console(resultsOnStdout: json, quiet: quiet, colors: colors)
            let batch = Batch(
                requests: plan.requests,
                console: console,
                showsTable: false,
                progress: outputs.runEnded
            )
            let report = await batch.run()
            let text = MatrixText(outputs.matrix(report), strict: strict)
            console.detail("")
            console.line(text.table(columns: console.columns, paint: console.paint))
            let missing = report.notRun.isEmpty ? "" : "; \(report.notRun.count) not run"
            console.line("\n" + console.paint(report.summary.text, .strong) + missing)
            if json { StandardOutput.write(try JSONOutput.pretty(outputs.document(report))) }
            return try outputs.end(report)
        }
    }
}

/// `signalr,stream`: each once, in this order.
struct BackplaneList: ExpressibleByArgument {
    let kinds: [BackplaneKind]

    static let all = BackplaneList(kinds: BackplaneKind.allCases)

    init(kinds: [BackplaneKind]) {
        self.kinds = kinds
    }

    init?(argument: String) {
        var kinds: [BackplaneKind] = []
        for part in argument.split(separator: ",", omittingEmptySubsequences: false) {
            guard let kind = BackplaneKind(rawValue: String(part)), !kinds.contains(kind) else { return nil }
            kinds.append(kind)
        }
        guard !kinds.isEmpty else { return nil }
        self.kinds = kinds
    }

    var defaultValueDescription: String { kinds.map(\.rawValue).joined(separator: ",") }

    static var allValueStrings: [String] { BackplaneKind.allCases.map(\.rawValue) }
}
