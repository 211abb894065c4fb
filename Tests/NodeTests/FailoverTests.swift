import Core
import NIOPosix
import Redis
import TestSupport
import Testing

@testable import Node

extension RealProcesses {
    /// Nodes that find their master through sentinels.
    @Suite(.timeLimit(.minutes(2))) struct FailoverTests {
        private static func start(
            _ number: UInt32,
            _ endpoint: SentinelEndpoint,
            _ backplane: BackplaneKind = .signalr
        ) async throws -> TestNode {
            var settings = testSettings(number, redis: RedisAddress(port: 1), backplane: backplane)
            settings.commands = .sentinels(endpoint)
            settings.subscription = .sentinels(endpoint)
            let node = try await TestNode.start(settings)
            try await node.ready()
            return node
        }

        private static func withAdmin<Result>(
            _ server: RedisServer,
            _ body: (AsyncRedisClient) async throws -> Result
        ) async throws -> Result {
            let admin = try await AsyncRedisClient.connect(
                options: RedisOptions(address: server.address),
                on: MultiThreadedEventLoopGroup.singleton.any()
            )
            do {
                let result = try await body(admin)
                await admin.close()
                return result
            } catch {
                await admin.close()
                throw error
            }
        }

        @Test(arguments: [BackplaneKind.signalr, .pubsub])
        func nodesComeBackOnTheNewMaster(_ backplane: BackplaneKind) async throws {
            try await withSentinels { redis in
                var nodes: [TestNode] = []
                for number: UInt32 in 1...2 { nodes.append(try await Self.start(number, redis.endpoint(), backplane)) }
                let sender = try await TestClient.connect(port: nodes[0].port)
                let other = try await TestClient.connect(port: nodes[1].port)
                try await sender.call("PublishAll", "before")
                #expect(try await other.receive(1) == ["before"])
                await redis.servers[0].kill()
                for node in nodes { try await node.event { if case .backplane(false, _) = $0 { true } else { false } } }
                for node in nodes { try await node.event { if case .backplane(true, _) = $0 { true } else { false } } }
                // The stored error is gone with the first message, or with the restore script of each connection.
                while try await sender.call("PublishAll", "after").error != nil {}
                #expect(try await other.receive(1) == ["after"])
                for node in nodes { try await node.server.stop() }
            }
        }

        @Test func subscriptionAndCommandsOnTwoMastersIsALoss() async throws {
            try await withSentinels { redis in
                let node = try await Self.start(1, redis.endpoint(.ask))
                let (old, new) = (redis.servers[0], redis.servers[1])
                try await redis.failOver(by: 0)
                for sentinel in redis.sentinels {
                    try await Self.withAdmin(sentinel) { sentinel in
                        var port: Int64?
                        while port != Int64(new.port) {
                            let reply = try await sentinel.send("SENTINEL", "GET-MASTER-ADDR-BY-NAME", "rollcall")
                            port = reply.elements?.last?.int
                        }
                    }
                }
                try await Self.cut("rollcall-n1-pub", at: old)
                let lost = try await node.event { if case .backplane(false, _) = $0 { true } else { false } }
                guard case .backplane(_, let reason) = lost else { return }
                #expect(reason.contains("Commands go to the master at 127.0.0.1:\(new.port)"))
                #expect(reason.contains("the subscription is on 127.0.0.1:\(old.port)"))
                try await Self.cut("rollcall-n1-sub", at: old)
                try await node.event { if case .backplane(true, _) = $0 { true } else { false } }
                try await node.server.stop()
            }
        }

        /// Kills the connection of that name.
        private static func cut(_ name: String, at server: RedisServer) async throws {
            try await withAdmin(server) { admin in
                let list = try await admin.send("CLIENT", "LIST").string ?? ""
                let line = try #require(list.split(separator: "\n").first { $0.contains("name=\(name) ") })
                let id = try #require(line.split(separator: " ").first?.dropFirst("id=".count))
                _ = try await admin.send("CLIENT", "KILL", "ID", String(id))
            }
        }

        @Test func aNameThatNoSentinelKnowsEndsTheNode() async throws {
            try await withSentinels(SentinelOptions(replicas: 0, sentinels: 1)) { redis in
                var settings = testSettings(redis: RedisAddress(port: 1))
                settings.commands = .sentinels(redis.endpoint(masterName: "nobody"))
                settings.subscription = settings.commands
                let node = try await TestNode.start(settings)
                let event = try await node.event { if case .failed = $0 { true } else { false } }
                guard case .failed(let message, let code) = event else { return }
                #expect(code == .unavailable && message.contains("\"nobody\""))
                try await node.server.stop()
            }
        }
    }
}
