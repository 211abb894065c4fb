import Core
import NIOCore
import Redis
import TestSupport
import Testing

extension RealProcesses {
    /// Against real sentinels.
    @Suite(.timeLimit(.minutes(3))) struct SentinelTests {
        private static func options(_ endpoint: SentinelEndpoint) -> RedisOptions {
            RedisOptions(
                endpoint: .sentinels(endpoint),
                clientName: "probe",
                backoff: Backoff(initial: .milliseconds(10), cap: .milliseconds(100))
            )
        }

        private static func send(_ server: RedisServer, _ words: String...) async throws -> RedisReply {
            try await withClient(RedisOptions(address: server.address)) {
                try await $0.send(RedisCommand(words[0], arguments: words.dropFirst()))
            }
        }

        @Test func findsTheMasterAndTheNewOneAfterAKill() async throws {
            try await withSentinels { redis in
                let (old, new) = (redis.servers[0], redis.servers[1])
                let options = Self.options(redis.endpoint())
                try await withSupervisedClient(options) { client, commands in
                    try await withSubscriber(options) { subscriber, messages in
                        try await commands.upTo(.connected)
                        try await subscriber.subscribe("a")
                        try await subscriber.subscribe("b")
                        #expect(try await client.port() == old.port)
                        #expect(try await subscriber.port() == old.port)
                        await old.kill()
                        try await commands.upTo(.disconnected(.connectionLost))
                        try await messages.upTo(.disconnected(.connectionLost))
                        try await commands.upTo(.connected)
                        try await messages.upTo(.subscribed)
                        #expect(try await client.port() == new.port)
                        #expect(try await subscriber.port() == new.port)
                        // Its channels and nothing else: the sentinels have one of their own.
                        let channels = try await Self.send(new, "PUBSUB", "CHANNELS").elements ?? []
                        #expect(Set(channels.compactMap(\.string)).subtracting(["__sentinel__:hello"]) == ["a", "b"])
                        #expect(try await client.send(RedisCommand("PUBLISH", "a", "again")) == .integer(1))
                        try await messages.upTo(.message("a", "again"))
                    }
                }
            }
        }

        @Test func aPlannedFailoverMovesAFollowerAndNotAnAsker() async throws {
            try await withSentinels { redis in
                let (old, new) = (redis.servers[0], redis.servers[1])
                try await withSubscriber(Self.options(redis.endpoint(.ask))) { asker, asking in
                    try await withSubscriber(Self.options(redis.endpoint(.follow))) { follower, following in
                        try await asker.subscribe("a")
                        try await follower.subscribe("a")
                        try await asking.upTo(.subscribed)
                        #expect(try await follower.port() == old.port)
                        try await redis.keepsReplacedMasters()
                        async let failover: Void = redis.failOver(by: 1)
                        try await following.upTo(.disconnected(.masterMoved))
                        let told = try await following.upTo(.subscribed)
                        #expect(told == [.connecting, .connected, .subscribed], "at once, without another attempt")
                        #expect(try await follower.port() == new.port)
                        try await failover
                        // The old master has not been demoted yet: whoever does not listen sits on an island.
                        #expect(try await asker.port() == old.port)
                        #expect(try await Self.send(old, "PUBLISH", "a", "island") == .integer(1))
                        let heard = try await asking.upTo(.message("a", "island"))
                        #expect(heard == [.message("a", "island")])
                    }
                }
            }
        }

        @Test func aFrozenMasterIsLeftWhenTheSentinelsSaySo() async throws {
            try await withSentinels { redis in
                // Patience that would not end in this test: the kernel of a frozen server still answers.
                var options = Self.options(redis.endpoint())
                (options.pingInterval, options.pingTimeout) = (.seconds(600), .seconds(600))
                try await withSupervisedClient(options) { client, story in
                    try await story.upTo(.connected)
                    await redis.servers[0].freeze()
                    let error = try await #require(throws: RedisError.self) {
                        try await client.eventLoop.flatSubmit {
                            client.value.send(RedisCommand("INCR", "n"), timeout: .seconds(600))
                        }.get()
                    }
                    #expect(error.code == .masterMoved && error.certainty == .unknown)
                    try await story.upTo(.connected)
                    #expect(try await client.port() == redis.servers[1].port)
                    #expect(try await client.send(RedisCommand("INCR", "n")) == .integer(1))
                }
            }
        }

        @Test func aMasterThatIsDeadBeforeTheFirstDialIsWaitedFor() async throws {
            try await withSentinels { redis in
                await redis.servers[0].kill()
                let refused = try await connectError(Self.options(redis.endpoint()))
                #expect(refused.code == .refused && refused.message.contains("\(redis.servers[0].port)"))
                try await withClient(Self.options(redis.endpoint(.ask)), patience: .seconds(30)) { client in
                    let reply = try await client.send("SET", "k", "v")
                    #expect(reply == .simple("OK"))
                }
            }
        }

        @Test func aSentinelThatIsDeadOrFrozenIsPassedOver() async throws {
            try await withSentinels { redis in
                await redis.sentinels[0].kill()
                await redis.sentinels[1].freeze()
                try await withClient(Self.options(redis.endpoint(.ask))) { client in
                    let role = try await client.send("ROLE").elements?.first
                    #expect(role == .bulk("master"))
                }
                await redis.sentinels[1].thaw()
            }
        }

        @Test func listensToAnotherSentinelWhenItsOwnFallsSilent() async throws {
            try await withSentinels { redis in
                try await withSubscriber(Self.options(redis.endpoint())) { follower, story in
                    try await follower.subscribe("a")
                    // The first is the one that is listened to. That the old master keeps its clients leaves one way to
                    // hear of the new one.
                    try await redis.keepsReplacedMasters()
                    await redis.sentinels[0].freeze()
                    async let failover: Void = redis.failOver(by: 2)
                    try await story.upTo(.disconnected(.masterMoved))
                    try await story.upTo(.subscribed)
                    #expect(try await follower.port() == redis.servers[1].port)
                    try await failover
                    await redis.sentinels[0].thaw()
                }
            }
        }

        @Test func aWrongNameAndAWrongLoginAreClearErrors() async throws {
            let options = SentinelOptions(replicas: 1, sentinels: 1, password: "data", sentinelPassword: "watch")
            try await withSentinels(options) { redis in
                let name = try await connectError(Self.options(redis.endpoint(masterName: "other")))
                #expect(name.code == .masterUnknown)
                #expect(name.message.contains("\"other\"") && name.message.contains("\(redis.sentinels[0].port)"))
                var endpoint = redis.endpoint()
                endpoint.sentinels[0].password = nil
                let denied = try await connectError(Self.options(endpoint))
                #expect(denied.code == .authenticationFailed && denied.message.contains("sentinels"))
                endpoint = redis.endpoint()
                endpoint.login.password = "wrong"
                let login = try await connectError(Self.options(endpoint))
                #expect(login.code == .authenticationFailed && login.message.contains("\(redis.servers[0].port)"))
                #expect(!"\(name)\(denied)\(login)".contains("watch"))
                try await withClient(Self.options(redis.endpoint())) { client in
                    let reply = try await client.send("PING")
                    #expect(reply == .simple("PONG"))
                }
            }
        }

        @Test func withoutASentinelTheErrorNamesEach() async throws {
            let ports = [try FreePort.find(), try FreePort.find()]
            let endpoint = SentinelEndpoint(
                sentinels: ports.map { RedisAddress(port: $0) },
                login: RedisAddress(port: 6379)
            )
            let error = try await connectError(Self.options(endpoint))
            #expect(error.code == .sentinelsSilent)
            for port in ports { #expect(error.message.contains("127.0.0.1:\(port): connection refused"), "\(error)") }
        }
    }
}
