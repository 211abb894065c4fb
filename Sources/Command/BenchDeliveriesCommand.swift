import ArgumentParser
import Core
import Orchestrator
import Runtime

struct BenchDeliveriesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deliveries",
        abstract: "Measure how much this machine carries, every delivery recorded and checked.",
        discussion: """
            A closed loop: each publisher keeps at most --window publishes unanswered, so that nothing overruns and every \
            message has to arrive. Redis, nodes, clients and the recording share this machine. Exit code 0: nothing was \
            lost, doubled or reordered.
            """
    )

    @Option(help: "Nodes.")
    var nodes = 2

    @Option(help: "Clients.")
    var clients = 100

    @Option(help: "Publishers; they ride on the clients.")
    var publishers = 4

    @Option(help: "Unanswered publishes per publisher.")
    var window = 64

    @Option(help: "Messages in all; each goes to every client.")
    var messages = 20_000

    @Option(help: "Bytes of a message.")
    var size = 128

    @Option(help: "The backplane.")
    var backplane = BackplaneKind.signalr

    @Flag(inversion: .prefixedNo, help: "Record the hops on the nodes.")
    var hops = true

    @Option(help: "The folder under which the run folder is made.")
    var out = "runs"

    @Flag(help: "Print the figures as JSON.")
    var json = false

    func validate() throws {
        for (name, value) in [
            ("nodes", nodes), ("clients", clients), ("publishers", publishers), ("window", window),
            ("messages", messages),
            ("size", size),
        ] where value < 1 {
            throw ValidationError("--\(name) begins at 1.")
        }
    }

    func run() async throws {
        try await Ending.of {
            try RunFolder.checkWritable(out)
            let request = try request()
            let batch = Batch(
                requests: [request],
                console: Console(resultsOnStdout: json, quiet: true),
                showsTable: false
            )
            guard let report = await batch.run().runs.first else { return .interrupted }
            let figures = BenchFigures(report, self)
            StandardOutput.write(json ? try figures.jsonText() : figures.text)
            return report.exitCode
        }
    }

    private func request() throws -> RunRequest {
        let scenario = Scenario(
            name: "bench",
            about: "Full speed in a closed loop.",
            nodes: NodesSpec(count: nodes, backplane: backplane, hops: hops),
            clients: ClientsSpec(count: clients),
            traffic: [TrafficSpec(publishers: publishers, count: messages, size: size, window: window)]
        )
        return RunRequest(
            scenario: scenario,
            variant: nil,
            source: [],
            path: "bench",
            seed: 1,
            strict: true,
            out: out,
            executable: ProgramPath.current
        )
    }
}
