import Core
import NIOCore
import Redis
import Stream

/// The connections over which a node works on its log: one for pipelines, one that hears that there is more to read, and
/// those with the sentinels. It does what the protocol asks for and knows nothing of it.
///
/// Confined to the node's event loop.
final class LogLink {
    /// What came of it. Never called for what was given up since.
    struct Events {
        /// Nil: nobody knows.
        var located: (ServerAddress?) -> Void
        var connected: () -> Void
        /// The connection, or the attempt, is over.
        var lost: (RedisError) -> Void
        var answered: (_ pipeline: UInt64, [LogReply]) -> Void
        var woken: () -> Void
        var masterMayHaveMoved: () -> Void
    }

    /// Set before ``start()``.
    var events: Events?

    private let settings: NodeSettings
    private let servers: [RedisAddress]
    private let wire: LogWire
    private let eventLoop: any EventLoop
    private let finder: MasterFinder?
    private let bell: LogBell
    private var client: RedisClient?
    /// The pipeline that is under way, and its replies so far.
    private var underWay: (pipeline: UInt64, rest: Int, replies: [LogReply])?

    /// A round waits for two disks and a WAIT of a quarter of a second; a server that takes longer is left.
    static let pipelineTimeout: Duration = .seconds(2)
    /// An attempt that takes longer meets a server that is frozen or cut off.
    static let connectTimeout: Duration = .seconds(2)

    init(settings: NodeSettings, servers: [RedisAddress], wire: LogWire, on eventLoop: any EventLoop) {
        self.settings = settings
        self.servers = servers
        self.wire = wire
        self.eventLoop = eventLoop
        finder =
            switch settings.commands {
            case .server: nil
            case .sentinels(let endpoint):
                MasterFinder(endpoint, clientName: "rollcall-\(settings.node)-discovery", on: eventLoop)
            }
        bell = LogBell(name: "rollcall-\(settings.node)-sub", key: wire.keys.log, on: eventLoop)
    }

    func start() {
        bell.rang = { [unowned self] in events?.woken() }
        finder?.start { [unowned self] in events?.masterMayHaveMoved() }
    }

    func stop() {
        events = nil
        finder?.stop()
        disconnect()
    }

    func locate() {
        guard let finder else {
            // One server, come what may.
            events?.located(servers.first.map { ServerAddress(host: $0.host, port: $0.port) })
            return
        }
        finder.find { [weak self] master in
            self?.events?.located(master.map { ServerAddress(host: $0.host, port: $0.port) })
        }
    }

    func connect(_ address: ServerAddress) {
        disconnect()
        let client = RedisClient(
            options: RedisOptions(
                address: place(of: address, settings.commands),
                clientName: "rollcall-\(settings.node)-pub",
                connectTimeout: Self.connectTimeout
            ),
            on: eventLoop
        )
        self.client = client
        client.onState = { [weak self, weak client] state in
            guard let self, let client, client === self.client else { return }
            changed(state)
        }
        client.start()
    }

    private func changed(_ state: RedisConnectionState) {
        switch state {
        case .connected: events?.connected()
        case .disconnected(let error): lose(error)
        case .connecting, .subscribed, .closed: break
        }
    }

    private func lose(_ error: RedisError) {
        finder?.lost(error)
        disconnect()
        events?.lost(error)
    }

    /// The reign at the present place is one to work in.
    func adopted(_ address: ServerAddress) {
        finder?.connected()
        bell.listen(at: place(of: address, settings.subscription))
    }

    func disconnect() {
        underWay = nil
        bell.close()
        let client = client
        self.client = nil
        client?.onState = nil
        client?.close()
    }

    func send(_ pipeline: UInt64, _ commands: [LogCommand]) {
        guard let client else { return }
        underWay = (pipeline, commands.count, Array(repeating: .barred, count: commands.count))
        for (place, command) in commands.enumerated() {
            var words = wire.arguments(of: command)[...]
            let name = String(decoding: words.removeFirst(), as: UTF8.self)
            client.send(RedisCommand(name, arguments: words), timeout: Self.pipelineTimeout) { [weak self] result in
                guard let self, underWay?.pipeline == pipeline, self.client === client else { return }
                answered(place, command, result)
            }
        }
    }

    private func answered(_ place: Int, _ command: LogCommand, _ result: Result<RedisReply, RedisError>) {
        let reply: LogReply
        switch result {
        case .success(let value): reply = wire.reply(WireReply(value), to: command)
        case .failure(let error):
            // No reply at all: nothing is known of the pipeline.
            guard let line = error.reply else { return lose(error) }
            reply = wire.reply(.error(line), to: command)
        }
        underWay?.replies[place] = reply
        underWay?.rest -= 1
        guard let done = underWay, done.rest == 0 else { return }
        underWay = nil
        events?.answered(done.pipeline, done.replies)
    }

    /// Where one of the connections goes for a server: to it, or to the link in front of it.
    private func place(of address: ServerAddress, _ endpoint: RedisEndpoint) -> RedisAddress {
        switch endpoint {
        case .server(let address): address
        case .sentinels(let endpoint): endpoint.address(of: MasterAddress(host: address.host, port: address.port))
        }
    }
}
