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

    @OptionGroup var scenarios: ScenarioOptions

    @Option(help: ArgumentHelp("Backplanes, with commas between them.", valueName: "list"))
    var backplane = BackplaneList.all

    @Flag(help: "Print the matrix as JSON on stdout; everything for people goes to stderr.")
    var json = false

    @Option(help: ArgumentHelp("Also write the matrix as Markdown there.", valueName: "file"))
    var markdown: String?

    @Flag(help: "Print the matrix only.")
    var quiet = false

    @OptionGroup var colors: ColorOptions

    func validate() throws {
        guard markdown != "" else { throw ValidationError("--markdown takes the name of a file.") }
    }

    func run() async throws {
        try await Ending.of {
            let plan = try scenarios.requests.matrix(scenarios.paths, variant: scenarios.variant, on: backplane.kinds)
            try RunFolder.checkWritable(scenarios.out)
            let outputs = MatrixOutputs(
                places: plan.places,
                strict: scenarios.strict,
                out: scenarios.out,
                markdown: markdown
            )
            try outputs.write(BatchReport(plan.requests))
            let console = Console(resultsOnStdout: json, quiet: quiet, colors: colors)
            let batch = Batch(
                requests: plan.requests,
                console: console,
                showsTable: false,
                progress: outputs.runEnded
            )
            let report = await batch.run()
            let text = MatrixText(outputs.matrix(report), strict: scenarios.strict)
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
