import Core
import Runtime
import Synchronization

/// Finds ports for the processes of a ``RedisTopology`` and starts them for the first time.
final class RedisLauncher: Sendable {
    /// Free ports tried when others take them between our look and the server's start.
    private static let portAttemptsMax = 10

    let spec: RedisSpec
    private let folder: String
    private let privateFolder: String
    private let harness: HarnessLogin
    private let program: String
    private let supervisor: Supervisor
    private let front: RedisTopology.Front
    /// Kept until the run is over: a server comes back on its port.
    private let ports = Mutex<[PortReserve]>([])

    init(
        spec: RedisSpec,
        folder: String,
        privateFolder: String,
        program: String,
        supervisor: Supervisor,
        front: @escaping RedisTopology.Front
    ) {
        (self.spec, self.folder, self.privateFolder) = (spec, folder, privateFolder)
        (self.program, self.supervisor, self.front) = (program, supervisor, front)
        var random = SystemRandomNumberGenerator()
        harness = HarnessLogin(using: &random)
    }

    func dataServer(_ id: ServerID, replicaOf: UInt16?, within limit: Duration) async throws -> RedisServer {
        try await launch(.server(id), port: id.index == 0 ? spec.port : nil, within: limit) { setup, port, announced in
            let configuration = try RedisConfiguration(
                spec: setup.spec,
                port: port,
                announcedPort: announced,
                replicaOf: replicaOf,
                dataFolder: setup.dataFolder
            )
            return (.data(configuration), replicaOf)
        }
    }

    func sentinel(_ id: SentinelID, watching servers: [RedisServer], within limit: Duration) async throws -> RedisServer
    {
        try await launch(.sentinel(id), port: nil, within: limit) { setup, port, announced in
            (.sentinel(Self.sentinel(setup, port, announced, watching: servers)), nil)
        }
    }

    /// - Parameter servers: the master first.
    static func sentinel(
        _ setup: RedisSetup,
        _ port: UInt16,
        _ announced: UInt16?,
        watching servers: [RedisServer]
    ) -> SentinelConfiguration {
        SentinelConfiguration(
            spec: setup.spec.sentinel,
            port: port,
            announcedPort: announced,
            folder: setup.folder,
            id: setup.sentinelID,
            master: servers[0].announcedPort,
            replicas: servers.dropFirst().map(\.announcedPort)
        )
    }

    /// What others are told in place of a port.
    func announced(_ id: LinkEnd, _ port: UInt16) async throws -> UInt16? { try await front(id, port) }

    func freePort() throws -> UInt16 {
        let reserve = try PortReserve()
        ports.withLock { $0.append(reserve) }
        return reserve.port
    }

    private func launch(
        _ id: LinkEnd,
        port fixed: UInt16?,
        within limit: Duration,
        _ start: (RedisSetup, UInt16, UInt16?) throws -> (RedisSetup.Start, replicaOf: UInt16?)
    ) async throws -> RedisServer {
        var random = SystemRandomNumberGenerator()
        let setup = RedisSetup(
            id: id,
            sentinelID: SentinelConfiguration.randomID(using: &random),
            spec: spec,
            folder: "\(folder)/\(id)",
            privateFolder: privateFolder,
            harness: harness,
            program: program,
            supervisor: supervisor
        )
        if let fixed, !FreePorts.isFree(fixed) { throw RedisServer.portTaken(fixed) }
        var attempts = 0
        while true {
            let port = try fixed ?? freePort()
            let announced = try await announced(id, port)
            let (start, replicaOf) = try start(setup, port, announced)
            attempts += 1
            do {
                let (child, version) = try await setup.begin(start, within: limit)
                let life = RedisServer.Life(child: child, port: port, announced: announced, replicaOf: replicaOf)
                return RedisServer(setup, life, version: version)
            } catch let error as PortTaken {
                guard fixed == nil, attempts < Self.portAttemptsMax else { throw RedisServer.portTaken(error.port) }
            }
        }
    }
}
