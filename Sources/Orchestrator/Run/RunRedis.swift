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

    /// Ends ours; takes our keys out of one that was given.
    ///
    /// - Parameter keys: those besides the counters of the `signalr` backplane, which are the only keys that nodes write.
    func close(_ scenario: Scenario, keys: [String] = []) async throws {
        switch self {
        case .own(let topology): try await topology.end()
        case .given(let server, let prefix):
            let others = keys.filter { $0.hasPrefix(prefix) }
            try await Self.remove([prefix + scenario.nodes.app] + others, from: server.address)
            for app in scenario.apps {
                var address = server.address
                address.database = app.database
                try await Self.remove([prefix + app.name], from: address)
            }
        }
    }

    private static func remove(_ keys: [String], from address: RedisAddress) async throws {
        try await RedisDoor(name: "redis", address: address).talk { client in
            _ = try? await client.send(RedisCommand("UNLINK", arguments: keys))
        }
    }
}
