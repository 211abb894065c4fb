import Core
import NIOCore
import NIOPosix
import Redis
import TestSupport
import Testing

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RedisClientTests {
        @Test func connectsWritesAndReads() async throws {
            try await withRedisServer { server in
                let redis = try await AsyncRedisClient.connect(options: .init(address: server.address))
                #expect(redis.serverInfo.role == "master")
                #expect(try await redis.send("SET", "key", "value") == .simple(ByteBuffer(string: "OK")))
                #expect(try await redis.send("GET", "key").string == "value")
                await redis.close()
            }
        }
    }
}

extension AsyncRedisClient {
    static func connect(options: RedisOptions, patience: Duration = .zero) async throws -> AsyncRedisClient {
        try await connect(options: options, on: MultiThreadedEventLoopGroup.singleton.next(), patience: patience)
    }
}
