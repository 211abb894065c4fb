package import Core
import Redis
import Runtime
import Synchronization

/// The Redis that a run starts: one master, its replicas, and the sentinels that watch them, each a process of its own with
/// a folder, a log and a port of 127.0.0.1.
package final class RedisTopology: Sendable {
    /// Called with a process and the port where it is going to listen, before anything is told of it, and again when it
    /// gets another port. Returns the port that others are to be told in place of it; nil for its own.
    package typealias Front = @Sendable (LinkEnd, UInt16) async throws -> UInt16?

    struct Roles {
        var master = ServerID(1)
        /// The master before it.
        var previous: ServerID?
        /// The master that sentinels announced last.
        var announced = ServerID(1)
        /// Masters beside the master, until they are its replicas again: whoever asks for the master does not mean them.
        var promoted: Set<ServerID> = []
        /// The sentinels agree that the master is down.
        var isMasterDown = false
    }

    package let spec: RedisSpec
    /// Data servers, `r1` first.
    package let servers: [RedisServer]
    package let sentinels: [RedisServer]

    let launcher: RedisLauncher
    let roles = Mutex(Roles())
    let watch = SentinelWatch()

    private init(_ launcher: RedisLauncher, servers: [RedisServer], sentinels: [RedisServer]) {
        spec = launcher.spec
        (self.launcher, self.servers, self.sentinels) = (launcher, servers, sentinels)
    }

    /// Starts all of it, and returns when every replica is in sync with the master and every sentinel talks with all
    /// replicas and all other sentinels.
    ///
    /// - Parameters:
    ///   - spec: without `url`.
    ///   - folder: gets a folder for each process; made if it is not there.
    ///   - program: name or path of redis-server.
    ///   - limit: for all of it.
    ///   - front: see ``Front``.
    ///   - saw: called for what the sentinels announce.
    /// - Throws: ``HarnessError``: 65 a line of `config` that cannot be, 69 no redis-server or one that cannot be used,
    ///   75 a port is taken, 3 a process ended or was not ready in time; with the last lines of its log.
    package static func start(
        _ spec: RedisSpec,
        folder: String,
        supervisor: Supervisor,
        program: String = "redis-server",
        within limit: Duration = .seconds(20),
        front: @escaping Front = { _, _ in nil },
        saw: @escaping @Sendable (RunSight) -> Void = { _ in }
    ) async throws -> RedisTopology {
        let deadline = ContinuousClock.now + limit
        var random = SystemRandomNumberGenerator()
        let launcher = RedisLauncher(
            spec: spec,
            folder: folder,
            privateFolder: try await supervisor.temporaryFolder(using: &random),
            program: program,
            supervisor: supervisor,
            front: front
        )
        let first = try await launcher.dataServer(ServerID(1), replicaOf: nil, within: limit)
        guard spec.mode != .standalone else { return RedisTopology(launcher, servers: [first], sentinels: []) }
        let replicas = try await all(1...max(1, spec.replicas)) { number in
            let id = ServerID(UInt32(number + 1))
            return try await launcher.dataServer(id, replicaOf: first.announcedPort, within: deadline - .now)
        }
        let servers = [first] + replicas
        for replica in replicas { try await waitUntilInSync(replica, with: first, before: deadline) }
        guard spec.mode == .sentinel else { return RedisTopology(launcher, servers: servers, sentinels: []) }
        let sentinels = try await all(1...spec.sentinel.count) { number in
            try await launcher.sentinel(SentinelID(UInt32(number)), watching: servers, within: deadline - .now)
        }
        let topology = RedisTopology(launcher, servers: servers, sentinels: sentinels)
        try await topology.introduceSentinels(before: deadline)
        try await topology.watchSentinels(saw)
        return topology
    }

    /// All at the same time, in order.
    private static func all(
        _ numbers: ClosedRange<Int>,
        _ start: @escaping @Sendable (Int) async throws -> RedisServer
    ) async throws -> [RedisServer] {
        try await withThrowingTaskGroup(of: (Int, RedisServer).self) { group in
            for number in numbers { group.addTask { (number, try await start(number)) } }
            return try await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    /// Ends everything, frozen or not. Sentinels first, so that they do not begin a failover.
    package func end() async throws {
        await watch.end()
        for sentinel in sentinels { try await sentinel.end() }
        try await withThrowingDiscardingTaskGroup { group in
            for server in servers { group.addTask { try await server.end() } }
        }
    }
}

// What is where.
extension RedisTopology {
    /// Data servers and sentinels.
    package var processes: [RedisServer] { servers + sentinels }

    package func server(_ id: ServerID) -> RedisServer { servers[id.index] }

    /// Where our nodes log in to a data server, past whatever is announced.
    package func address(of id: ServerID) -> RedisAddress {
        RedisAddress(
            port: server(id).port,
            username: spec.username,
            password: spec.password,
            database: spec.database
        )
    }

    package var sentinelAddresses: [RedisAddress] { sentinels.map { RedisAddress(port: $0.port) } }

    /// How to find the master, past whatever is announced.
    package func endpoint(discovery: MasterDiscovery = .follow) -> RedisEndpoint {
        guard spec.mode == .sentinel else { return .server(address(of: ServerID(1))) }
        let routes = processes.filter { $0.announcedPort != $0.port }.map { ($0.announcedPort, $0.port) }
        return .sentinels(
            SentinelEndpoint(
                sentinels: sentinelAddresses,
                login: address(of: ServerID(1)),
                discovery: discovery,
                routes: Dictionary(uniqueKeysWithValues: routes)
            )
        )
    }

    /// Process ids, for looking who it is that connects somewhere.
    package var processIDs: [LinkEnd: Int32] {
        Dictionary(uniqueKeysWithValues: processes.filter(\.isRunning).map { ($0.id, $0.process.processID) })
    }
}
