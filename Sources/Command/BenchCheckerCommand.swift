import ArgumentParser
import Core
import FoundationEssentials
import Runtime

struct BenchCheckerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "checker",
        abstract: "Measure how fast histories are judged.",
        discussion: """
            Writes histories of a run without faults, as client processes would, then checks them from their files. Own \
            memory is RssAnon. Exit code 0: the check found every delivery and nothing else.
            """
    )

    @Option(help: "Deliveries in all.")
    var deliveries = 10_000_000

    @Option(help: "Clients.")
    var clients = 100

    @Option(help: "Publishers.")
    var publishers = 10

    @Flag(help: "Print the figures as JSON.")
    var json = false

    func validate() throws {
        for (name, value) in [("deliveries", deliveries), ("clients", clients), ("publishers", publishers)]
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
        var verdict: VerdictWord

        private enum CodingKeys: String, CodingKey {
            case deliveries, seconds, verdict
            case processorSeconds = "processor_seconds"
            case deliveriesPerSecond = "deliveries_per_second"
            case ownMemoryPeakKibibytes = "own_memory_peak_kibibytes"
            case fileBytes = "file_bytes"
        }
    }

    func run() async throws {
        try await Ending.of {
            let folder = try Self.makeFolder()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            let result = try CheckerBenchmark(clients: clients, publishers: publishers, deliveries: deliveries)
                .measure(in: folder)
            let seconds = Double(result.nanoseconds) / 1e9
            let measured = Measured(
                deliveries: result.verdict.deliveries.delivered,
                seconds: seconds,
                processorSeconds: Double(result.processorNanoseconds) / 1e9,
                deliveriesPerSecond: Double(result.verdict.deliveries.delivered) / seconds,
                ownMemoryPeakKibibytes: Int(result.memoryPeak / 1_024),
                fileBytes: Int(result.bytes),
                verdict: result.verdict.outcome
            )
            StandardOutput.write(json ? try JSONOutput.pretty(measured) : describe(measured))
            return result.verdict.exitCode
        }
    }

    private static func makeFolder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "rollcall-bench-\(UUID().uuidString)").path
        do {
            for path in [folder, folder + "/histories"] {
                try FileManager.default.createDirectory(
                    atPath: path,
                    withIntermediateDirectories: false,
                    attributes: [.posixPermissions: 0o700]
                )
            }
        } catch {
            throw HarnessError(
                .environment,
                "cannot make the folder \(folder)",
                remedy: "set TMPDIR to one that can be written"
            )
        }
        return folder
    }

    private func describe(_ measured: Measured) -> String {
        """
        checked:        \(Figures.grouped(measured.deliveries)) deliveries, \(clients) clients, \
        \(publishers) publishers, \(Figures.grouped(measured.fileBytes)) bytes of history
        verdict:        \(measured.verdict.rawValue)
        time:           \(Figures.seconds(measured.seconds)), processor \
        \(Figures.seconds(measured.processorSeconds))
        own memory:     \(Figures.grouped(measured.ownMemoryPeakKibibytes)) KiB at its peak (RssAnon)

        """
    }
}
