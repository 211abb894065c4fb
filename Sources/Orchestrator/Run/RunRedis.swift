import Core
import NIOCore
import NIOPosix
import Redis

/// The Redis of one run: ours, or one that was given.
enum RunRedis: Sendable {
    case own(RedisServer)
    /// What the run writes there bears the prefix, and is removed at the end.
    case given(ExternalRedis, prefix: String)

    static func start(plan: RunPlan, folder: RunFolder, supervisor: Supervisor) async throws -> RunRedis {
        let spec = plan.scenario.redis
        if let url = spec.url {
            return .given(try await ExternalRedis.check(url: url), prefix: "rollcall:\(plan.run):")
        }
        // Not from the seed: two runs with the same seed at the same time want different ports.
        var random = SystemRandomNumberGenerator()
        return .own(
            try await RedisServer.start(
                spec,
                folder: folder.path + "/redis",
                supervisor: supervisor,
                within: .milliseconds(plan.scenario.limits.startMilliseconds),
                using: &random
            )
        )
    }

    var address: RedisAddress {
        switch self {
        case .own(let server): server.address
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
    func close(app: String) async throws {
        switch self {
        case .own(let server): try await server.end()
        case .given(let server, let prefix): try await Self.remove(prefix + app, from: server.address)
        }
    }

    /// The counter of the `signalr` backplane is the only key that the nodes write.
    private static func remove(_ key: String, from address: RedisAddress) async throws {
        let client = try await AsyncRedisClient.connect(
            options: RedisOptions(address: address, clientName: "rollcall-cleanup"),
            on: MultiThreadedEventLoopGroup.singleton.any()
        )
        _ = try? await client.send("UNLINK", key)
        await client.close()
    }
}
