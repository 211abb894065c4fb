import Core
import Orchestrator

/// What a bench found, for people and as JSON.
struct BenchFigures: Codable {
    var deliveriesPerSecond: Double
    var publishesPerSecond: Double
    var deliveries: Int
    var messages: Int
    var seconds: Double
    var p50Milliseconds: Double
    var p99Milliseconds: Double
    var maxMilliseconds: Double
    var memoryKibibytes: [String: Int]
    var nodes: Int
    var clients: Int
    var publishers: Int
    var window: Int
    var size: Int
    var backplane: BackplaneKind
    var hops: Bool
    var verdict: String
    var explanations: [String]

    private enum CodingKeys: String, CodingKey {
        case deliveriesPerSecond = "deliveries_per_second"
        case publishesPerSecond = "publishes_per_second"
        case deliveries, messages, seconds
        case p50Milliseconds = "p50_milliseconds"
        case p99Milliseconds = "p99_milliseconds"
        case maxMilliseconds = "max_milliseconds"
        case memoryKibibytes = "own_memory_kibibytes"
        case nodes, clients, publishers, window, size, backplane, hops, verdict, explanations
    }

    init(_ report: RunReport, _ command: BenchDeliveriesCommand) {
        let traffic = report.traffic
        let latency = report.verdict?.latency
        deliveriesPerSecond = traffic?.deliveriesPerSecond ?? 0
        publishesPerSecond = traffic?.publishesPerSecond ?? 0
        deliveries = report.verdict?.deliveries.delivered ?? 0
        messages = report.verdict?.publishes.ok ?? 0
        seconds = traffic?.seconds ?? 0
        p50Milliseconds = Double(latency?.p50 ?? 0) / 1e6
        p99Milliseconds = Double(latency?.p99 ?? 0) / 1e6
        maxMilliseconds = Double(latency?.max ?? 0) / 1e6
        memoryKibibytes = report.memoryKibibytes
        nodes = command.nodes
        clients = command.clients
        publishers = command.publishers
        window = command.window
        size = command.size
        backplane = command.backplane
        hops = command.hops
        verdict = report.word
        explanations = report.explanations
    }

    func jsonText() throws -> String { try JSONOutput.pretty(self) }

    var text: String {
        let memory = memoryKibibytes.sorted { $0.key < $1.key }.map { name, kibibytes in
            "  \(name): \(Figures.grouped(kibibytes)) KiB"
        }
        let lines =
            [
                "closed loop: \(nodes) nodes, \(clients) clients, \(publishers) publishers with a window of \(window), "
                    + "\(size)-byte messages, backplane \(backplane.rawValue), hops \(hops ? "recorded" : "not recorded")",
                "verdict:      \(verdict)",
                "deliveries/s: \(Figures.grouped(Int(deliveriesPerSecond)))",
                "publishes/s:  \(Figures.grouped(Int(publishesPerSecond)))",
                "deliveries:   \(Figures.grouped(deliveries)) of \(Figures.grouped(messages)) messages "
                    + "in \(Figures.seconds(seconds))",
                "latency:      p50 \(Figures.milliseconds(UInt64(p50Milliseconds * 1e6))), "
                    + "p99 \(Figures.milliseconds(UInt64(p99Milliseconds * 1e6))), "
                    + "max \(Figures.milliseconds(UInt64(maxMilliseconds * 1e6)))",
                "own memory at its peak (RssAnon):",
            ] + memory
        return (lines + explanations).joined(separator: "\n") + "\n"
    }
}
