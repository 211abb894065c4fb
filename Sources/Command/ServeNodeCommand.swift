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

            With Redis Sentinel the node finds the master, and follows it to another server:

              rollcall node --sentinel 127.0.0.1:26379 --sentinel 127.0.0.1:26380 --master-name mymaster

            User, password and database of the data servers are then those of the Redis URL; its host and port do not \
            matter. A password of the sentinels is read from ROLLCALL_SENTINEL_PASSWORD.

            The backplane stream has to know every data server, the master and its replicas, by the addresses that they have \
            for each other (docs/stream.md); with a single Redis it is that one:

              rollcall node --backplane stream --sentinel 127.0.0.1:26379 \
                --data-server 127.0.0.1:6379 --data-server 127.0.0.1:6380
            """
    )

    @Flag(help: "Read the settings as the first JSON line on stdin, and commands after it (docs/control-protocol.md).")
    var control = false

    @Option(help: "The port on 127.0.0.1; 0 takes any free one.")
    var port: UInt16 = 0

    @Option(help: "The Redis. Without it: ROLLCALL_REDIS, or redis://127.0.0.1:6379.")
    var redis: String?

    @Option(help: ArgumentHelp("A sentinel that knows the master; repeat it for each.", valueName: "host:port"))
    var sentinel: [String] = []

    @Option(help: "What the sentinels call the master. Default: \(defaultMasterName).")
    var masterName: String?

    @Option(
        help: "With sentinels: follow moves when they announce another master, ask stays while the connection works."
    )
    var discovery: MasterDiscovery?

    @Option(help: "How nodes hear of each other.")
    var backplane = BackplaneKind.signalr

    @Option(
        help: ArgumentHelp("With the backplane stream: a data server; repeat it for each.", valueName: "host:port")
    )
    var dataServer: [String] = []

    @Option(help: "The application: nodes with another name hear nothing of it.")
    var app = "rollcall"

    @Option(help: "The number of this node.")
    var number: UInt32 = 1

    @Flag(help: "Log what the node does.")
    var verbose = false

    func validate() throws {
        guard number > 0 else { throw ValidationError("--number begins at 1.") }
        guard !app.isEmpty else { throw ValidationError("--app must not be empty.") }
        guard masterName != "" else { throw ValidationError("--master-name must not be empty.") }
        if sentinel.isEmpty, masterName != nil || discovery != nil {
            throw ValidationError("--master-name and --discovery go with --sentinel.")
        }
        if backplane != .stream, !dataServer.isEmpty {
            throw ValidationError("--data-server goes with --backplane stream.")
        }
        if backplane == .stream, !sentinel.isEmpty, dataServer.isEmpty {
            throw ValidationError(
                "--backplane stream has to know every data server behind the sentinels: add --data-server for each."
            )
        }
    }

    func run() async throws {
        try await Ending.of {
            let logger = Logs.make("node", verbose: verbose)
            if control { return try await NodeProcess.runControlled(logger: logger) }
            let endpoint = try endpoint()
            let settings = NodeSettings(
                node: NodeID(number),
                run: RunID(0),
                port: port,
                commands: endpoint,
                subscription: endpoint,
                backplane: backplane,
                app: app,
                hops: false,
                stream: backplane == .stream ? StreamSettings(servers: try dataServers()) : nil
            )
            return try await ControlLoop.run(command: NodeCommand.self, event: NodeEvent.self) { commands, output in
                await NodeProcess.run(settings: settings, commands: commands, logger: logger) { event in
                    if case .failed(let message, _) = event { StandardError.write("rollcall node: \(message)\n") }
                    output.send(event)
                }
            }
        }
    }

    /// What Redis' own examples call a master.
    private static let defaultMasterName = "mymaster"

    private func endpoint() throws -> RedisEndpoint {
        let login = try address()
        guard !sentinel.isEmpty else { return .server(login) }
        let password = Environment.value("ROLLCALL_SENTINEL_PASSWORD")
        return .sentinels(
            SentinelEndpoint(
                masterName: masterName ?? Self.defaultMasterName,
                sentinels: try sentinel.map { try Self.sentinelAddress($0, password: password) },
                login: login,
                discovery: discovery ?? .follow
            )
        )
    }

    /// With the login of the Redis URL.
    private func dataServers() throws -> [RedisAddress] {
        let login = try address()
        guard !dataServer.isEmpty else { return [login] }
        return try dataServer.map { text in
            let place = try Self.address(text, option: "--data-server", defaultPort: RedisAddress.defaultPort)
            var address = login
            (address.host, address.port) = (place.host, place.port)
            return address
        }
    }

    private static let sentinelPort: UInt16 = 26_379

    private static func sentinelAddress(_ text: String, password: String?) throws -> RedisAddress {
        var address = try address(text, option: "--sentinel", defaultPort: sentinelPort)
        address.password = password
        return address
    }

    /// Reads `HOST:PORT` or `HOST`.
    private static func address(_ text: String, option: String, defaultPort: UInt16) throws -> RedisAddress {
        guard !text.contains(where: { "@/?#".contains($0) }) else {
            throw HarnessError(.usage, "\(option): an address is HOST:PORT, as in 127.0.0.1:\(defaultPort)")
        }
        do {
            let hasPort = text.hasPrefix("[") ? text.contains("]:") : text.contains(":")
            return try RedisAddress(url: "redis://\(text)" + (hasPort ? "" : ":\(defaultPort)"))
        } catch {
            throw HarnessError(.usage, "\(option): \(error)")
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
