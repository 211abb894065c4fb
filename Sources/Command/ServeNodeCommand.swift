import ArgumentParser
import Core
import Logging
import Node
import Runtime

struct ServeNodeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "node",
        abstract: "Be one server node: SignalR 2.4 over WebSocket, with a Redis backplane.",
        discussion: """
            Started by 'rollcall run', and by people who want to talk to a node:

              rollcall node --port 8081 --redis redis://127.0.0.1:6379
              rollcall node --port 8082 --redis redis://127.0.0.1:6379

            and two browser windows on http://127.0.0.1:8081 and http://127.0.0.1:8082 can chat. The port is printed as a \
            JSON line. The node ends cleanly on Ctrl-C, on SIGTERM, and when its stdin closes. A password is read from the \
            URL in the environment variable ROLLCALL_REDIS, which no process list shows.
            """
    )

    @Flag(help: "Read the settings as the first JSON line on stdin, and commands after it (docs/control-protocol.md).")
    var control = false

    @Option(help: "The port on 127.0.0.1; 0 takes any free one.")
    var port: UInt16 = 0

    @Option(help: "The Redis. Without it: ROLLCALL_REDIS, or redis://127.0.0.1:6379.")
    var redis: String?

    @Option(help: "How nodes hear of each other.")
    var backplane = BackplaneKind.signalr

    @Option(help: "The application: nodes with another name hear nothing of it.")
    var app = "rollcall"

    @Option(help: "The number of this node.")
    var number: UInt32 = 1

    @Flag(help: "Log what the node does.")
    var verbose = false

    func validate() throws {
        guard number > 0 else { throw ValidationError("--number begins at 1.") }
        guard !app.isEmpty else { throw ValidationError("--app must not be empty.") }
    }

    func run() async throws {
        try await Ending.of {
            let logger = Logs.make("node", verbose: verbose)
            if control { return try await NodeProcess.runControlled(logger: logger) }
            let settings = NodeSettings(
                node: NodeID(number),
                run: RunID(0),
                port: port,
                redis: try address(),
                backplane: backplane,
                app: app,
                hops: false
            )
            return try await ControlLoop.run(command: NodeCommand.self, event: NodeEvent.self) { commands, output in
                await NodeProcess.run(settings: settings, commands: commands, logger: logger) { event in
                    if case .failed(let message, _) = event { StandardError.write("rollcall node: \(message)\n") }
                    output.send(event)
                }
            }
        }
    }

    private func address() throws -> RedisAddress {
        let text = redis ?? Environment.value("ROLLCALL_REDIS") ?? "redis://127.0.0.1:6379"
        do {
            return try RedisAddress(url: text)
        } catch {
            throw HarnessError(.usage, "--redis: \(error)")
        }
    }
}
