import ArgumentParser
import Core
import FoundationEssentials
import Orchestrator
import Runtime

struct BenchCheckerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checker",
        abstract: "Measure how fast histories are judged.",
        discussion: """
            Writes the histories of a run that never was, as its processes would, then checks them from their files. Own \
            memory is RssAnon. With --violations messages are lost, doubled and out of order, scattered and in one outage. \
            --keep leaves a run folder, for 'rollcall verify', 'explain' and 'report'.

              rollcall bench checker --violations 10000 --keep /tmp/big

            Exit code 0: the check found every delivery, every planted violation, and nothing else.
            """
    )

    @Option(help: "Deliveries in all.")
    var deliveries = 10_000_000

    @Option(help: "Clients.")
    var clients = 100

    @Option(help: "Publishers.")
    var publishers = 10

    @Option(help: "Nodes.")
    var nodes = 2

    @Option(help: "Violations to plant.")
    var violations = 0

    @Option(help: "Leave the run in this folder, which must not be there yet.")
    var keep: String?

    @Flag(help: "Print the figures as JSON.")
    var json = false

    func validate() throws {
        if violations < 0 { throw ValidationError("--violations begins at 0.") }
        if violations > deliveries / 4 { throw ValidationError("--violations is at most a quarter of the deliveries.") }
        for (name, value) in [
            ("deliveries", deliveries), ("clients", clients), ("publishers", publishers), ("nodes", nodes),
        ]
        where value < 1 {
            throw ValidationError("--\(name) begins at 1.")
        }
    }

    private struct Measured: Codable {
        var deliveries: Int
        var seconds: Double
        var processorSeconds: Double
        var deliveriesPerSecond: Double
        var ownMemoryPeakKibibytes: Int
        var fileBytes: Int
        var violations: Int
        var verdict: VerdictWord

        private enum CodingKeys: String, CodingKey {
            case deliveries, seconds, violations, verdict
            case processorSeconds = "processor_seconds"
            case deliveriesPerSecond = "deliveries_per_second"
            case ownMemoryPeakKibibytes = "own_memory_peak_kibibytes"
            case fileBytes = "file_bytes"
        }
    }

    func run() async throws {
        try await Ending.of {
            let folder = try makeFolder()
            defer { if keep == nil { try? FileManager.default.removeItem(atPath: folder.path) } }
            let run = SyntheticRun(
                clients: clients,
                publishers: publishers,
                deliveries: deliveries,
                nodes: nodes,
                violations: violations
            )
            try run.write(to: folder.path)
            let result = CheckerBenchmark(run).measure(in: folder.path)
            if keep != nil { try folder.store(run, result.verdict, seconds: Double(result.nanoseconds) / 1e9) }
            let seconds = Double(result.nanoseconds) / 1e9
            let measured = Measured(
                deliveries: result.verdict.deliveries.delivered,
                seconds: seconds,
                processorSeconds: Double(result.processorNanoseconds) / 1e9,
                deliveriesPerSecond: Double(result.verdict.deliveries.delivered) / seconds,
                ownMemoryPeakKibibytes: Int(result.memoryPeak / 1_024),
                fileBytes: Int(result.bytes),
                violations: result.verdict.classes.reduce(0) { $0 + $1.count },
                verdict: result.verdict.outcome
            )
            StandardOutput.write(json ? try JSONOutput.pretty(measured) : describe(measured))
            return try judge(result.verdict, run)
        }
    }

    /// Held where nothing was planted, and where everything was found that was.
    private func judge(_ verdict: Verdict, _ run: SyntheticRun) throws -> Core.ExitCode {
        for report in verdict.classes where report.count != run.planned[report.violation, default: 0] {
            throw HarnessError(
                .bug,
                "\(run.planned[report.violation, default: 0]) \(report.violation.rawValue) were planted, "
                    + "and \(report.count) found"
            )
        }
        return verdict.guards.isEmpty ? .held : .inconclusive
    }

    private func makeFolder() throws -> RunFolder {
        let temporary = FileManager.default.temporaryDirectory.appending(path: "rollcall-bench-\(UUID().uuidString)")
        let folder = RunFolder.at(keep ?? temporary.path)
        guard !FileManager.default.fileExists(atPath: folder.path) else {
            throw HarnessError(.usage, "\(folder.path) is there already", remedy: "name a new folder with --keep")
        }
        do {
            for path in [folder.path, folder.histories] {
                try FileManager.default.createDirectory(
                    atPath: path,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
            }
        } catch {
            throw HarnessError(
                .environment,
                "cannot make the folder \(folder.path)",
                remedy: keep == nil ? "set TMPDIR to one that can be written" : "name another one with --keep"
            )
        }
        return folder
    }

    private func describe(_ measured: Measured) -> String {
        """
        checked:        \(Figures.grouped(measured.deliveries)) deliveries, \(clients) clients, \
        \(publishers) publishers, \(Figures.grouped(measured.fileBytes)) bytes of history
        verdict:        \(measured.verdict.rawValue), \(Figures.grouped(measured.violations)) violations
        time:           \(Figures.seconds(measured.seconds)), processor \
        \(Figures.seconds(measured.processorSeconds))
        own memory:     \(Figures.grouped(measured.ownMemoryPeakKibibytes)) KiB at its peak (RssAnon)

        """
    }
}
