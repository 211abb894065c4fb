import ArgumentParser
import Core
import Orchestrator

struct BenchLinkCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link",
        abstract: "Measure what a link costs.",
        discussion: """
            The same traffic over a direct connection and through a link, in turns: round trips of 128 bytes, and as many \
            bytes as go one way. Throughput is the median of the turns.
            """
    )

    @Option(help: "Round trips over each kind of connection.")
    var pings = 20_000

    @Option(help: "MiB over each kind of connection.")
    var mebibytes = 4_096

    @Flag(help: "Print the figures as JSON.")
    var json = false

    func validate() throws {
        for (name, value) in [("pings", pings), ("mebibytes", mebibytes)] where value < 5 {
            throw ValidationError("--\(name) begins at 5.")
        }
    }

    private struct Measured: Codable {
        var direct: LinkBenchmark.Figures
        var link: LinkBenchmark.Figures
        var addedMicroseconds: Double

        private enum CodingKeys: String, CodingKey {
            case direct, link
            case addedMicroseconds = "added_p50_microseconds"
        }
    }

    func run() async throws {
        try await Ending.of {
            let result = try await LinkBenchmark(pings: pings, bulkBytes: mebibytes << 20).measure()
            let measured = Measured(
                direct: result.direct,
                link: result.link,
                addedMicroseconds: result.addedMicroseconds
            )
            StandardOutput.write(json ? try JSONOutput.pretty(measured) : describe(measured))
            return .held
        }
    }

    private func describe(_ measured: Measured) -> String {
        func line(_ name: String, _ figures: LinkBenchmark.Figures) -> String {
            let rate = Figures.grouped(Int(figures.bytesPerSecond / 1e6))
            return "\(name) p50 \(Figures.microseconds(figures.p50Microseconds)), "
                + "p99 \(Figures.microseconds(figures.p99Microseconds)), \(rate) MB/s\n"
        }
        return line("direct:", measured.direct) + line("link:  ", measured.link)
            + "added:  p50 \(Figures.microseconds(measured.addedMicroseconds))\n"
    }
}
