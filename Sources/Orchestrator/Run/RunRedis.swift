import Core
import Redis

/// The Redis of one run: ours, or one that was given.
enum RunRedis: Sendable {
    case own(RedisTopology)
    /// What the run writes there bears the prefix, and is removed at the end.
    case given(ExternalRedis, prefix: String)

    /// - Parameter saw: called for what sentinels announce.
    static func start(
        plan: RunPlan,
        folder: RunFolder,
        supervisor: Supervisor,
        front: @escaping RedisTopology.Front = { _, _ in nil },
        saw: @escaping @Sendable (RunSight) -> Void
    ) async throws -> RunRedis {
        let spec = plan.scenario.redis
        if let url = spec.url {
            return .given(try await ExternalRedis.check(url: url), prefix: "rollcall:\(plan.run):")
        }
        return .own(
            try await RedisTopology.start(
                spec,
                folder: folder.path + "/redis",
                supervisor: supervisor,
                within: .milliseconds(plan.scenario.limits.startMilliseconds),
                front: front,
                saw: saw
            )
        )
    }

    /// Of the first master.
    var address: RedisAddress {
        switch self {
        case .own(let topology): topology.address(of: ServerID(1))
        case .given(let server, _): server.address
        }
    }

    /// Before every name that the nodes use in Redis.
    var keyPrefix: String {
        switch self {
        case .own: ""
        case .given(_, let prefix): prefix
        }
    }

    /// Every data server, under the host and port by which they know each other, with the login of the nodes. Of one that was
    /// given only its address is known.
    var servers: [RedisAddress] {
        switch self {
        case .own(let topology):
            topology.servers.indices.map { index in
                let id = ServerID(index: index)
                var address = topology.address(of: id)
                address.port = topology.server(id).announcedPort
                return address
            }
        case .given(let server, _): [server.address]
        }
    }

    /// The keys of a run, by database.
    ///
    /// - Parameter others: those that faults have written, in the database of the main application.
    func keys(of scenario: Scenario, others: Set<String> = []) -> [Int: BackplaneKeys] {
        let backplane = scenario.nodes.backplane
        var found = [address.database: BackplaneKeys(others: others)]
        found[address.database]?.add(app: keyPrefix + scenario.nodes.app, of: backplane)
        for app in scenario.apps {
            found[app.database, default: BackplaneKeys()].add(app: keyPrefix + app.name, of: backplane)
        }
        return found
    }

    /// Ends ours; takes our keys out of one that was given.
    ///
    /// - Parameter keys: those that faults have written.
    func close(_ scenario: Scenario, keys: Set<String> = []) async throws {
        switch self {
        case .own(let topology): try await topology.end()
        case .given(let server, let prefix):
            let others = keys.filter { $0.hasPrefix(prefix) }
            for (database, keys) in self.keys(of: scenario, others: others) {
                var address = server.address
                address.database = database
                // A user that may not do it leaves them there; the run was judged without them.
                try await RedisDoor(name: "redis", address: address).talk { try? await keys.remove($0) }
            }
        }
    }
}
