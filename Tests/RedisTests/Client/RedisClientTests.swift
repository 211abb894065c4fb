import Core
import NIOCore
import NIOPosix
import Redis
import TestSupport
import Testing

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RedisClientTests {
        /// Impatient where nothing is expected to be slow but what the test slows down.
        private static func options(_ address: RedisAddress, name: String? = nil) -> RedisOptions {
            RedisOptions(
                address: address,
                clientName: name,
                backoff: Backoff(initial: .milliseconds(5), cap: .milliseconds(50))
            )
        }

        @Test func writesAndReads() async throws {
            try await withRedisServer { server in
                try await withClient(Self.options(server.address, name: "probe")) { redis in
                    #expect(redis.serverInfo.role == "master")
                    #expect(redis.serverInfo.runID?.count == 40)
                    #expect(try #require(redis.serverInfo.version) >= .oldestSupported)
                    #expect(try await redis.send("SET", "key", "value") == .simple("OK"))
                    #expect(try await redis.send("GET", "key") == .bulk("value"))
                    #expect(try await redis.send("GET", "none") == .null)
                    #expect(try await redis.send("INCR", "n") == .integer(1))
                    #expect(try await redis.send("CLIENT", "GETNAME").string == "probe")
                    let error = try await #require(throws: RedisError.self) { try await redis.send("INCR", "key") }
                    #expect(error.code == .errorReply && error.certainty == .definite)
                }
            }
        }

        @Test func aDatabaseIsSelected() async throws {
            try await withRedisServer { server in
                var address = server.address
                address.database = 5
                try await withClient(Self.options(address)) { redis in
                    try await redis.send("SET", "key", "five")
                }
                try await withClient(Self.options(server.address)) { redis in
                    #expect(try await redis.send("GET", "key") == .null)
                    try await redis.send("SELECT", 5)
                    #expect(try await redis.send("GET", "key") == .bulk("five"))
                }
                address.database = 1000
                #expect(try await connectError(Self.options(address)).code == .handshakeFailed)
            }
        }

        @Test func thousandsInOneTurnComeBackInOrder() async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address)) { client, story in
                    try await story.upTo(.connected)
                    let eventLoop = client.eventLoop
                    let payload = String(repeating: "x", count: 300)
                    let replies = try await eventLoop.flatSubmit {
                        let futures = (0..<5000).map { client.value.send(RedisCommand("ECHO", "\($0) \(payload)")) }
                        return EventLoopFuture.whenAllSucceed(futures, on: eventLoop)
                    }.get()
                    #expect(replies.enumerated().allSatisfy { $1 == .bulk("\($0) \(payload)") })
                }
            }
        }

        @Test func logsInWithAPassword() async throws {
            try await withRedisServer(.init(password: "s3cret")) { server in
                try await withClient(Self.options(server.address)) { redis in
                    let reply = try await redis.send("PING")
                    #expect(reply == .simple("PONG"))
                }
                var wrong = server.address
                wrong.password = "hunter2"
                let error = try await connectError(Self.options(wrong))
                #expect(error.code == .authenticationFailed && error.certainty == .definite)
                #expect(error.message.contains("Wrong user or password") && !error.message.contains("hunter2"))
                wrong.password = nil
                let missing = try await connectError(Self.options(wrong))
                #expect(missing.code == .authenticationFailed && missing.message.contains("none was given"))
            }
        }

        @Test func logsInAsAnACLUser() async throws {
            let users = [
                "alice on >wonder ~app:* &* +@all -@dangerous +info", "bob on >builder ~* &* +get +ping +auth",
            ]
            try await withRedisServer(.init(users: users)) { server in
                var address = server.address
                (address.username, address.password) = ("alice", "wonder")
                try await withClient(Self.options(address, name: "n1")) { redis in
                    #expect(try await redis.send("ACL", "WHOAMI").string == "alice")
                    let error = try await #require(throws: RedisError.self) { try await redis.send("SET", "other", 1) }
                    #expect(error.replyCode == "NOPERM" && error.certainty == .definite)
                }
                // May neither look at INFO nor set a name: let in, version unknown.
                (address.username, address.password) = ("bob", "builder")
                try await withClient(Self.options(address, name: "n1")) { redis in
                    #expect(redis.serverInfo == RedisServerInfo())
                    let reply = try await redis.send("GET", "key")
                    #expect(reply == .null)
                }
                address.password = "hunter2"
                #expect(try await connectError(Self.options(address)).message.contains("user \"bob\""))
            }
        }

        @Test func aPasswordForARedisWithoutOneIsAnError() async throws {
            try await withRedisServer { server in
                var address = server.address
                address.password = "needless"
                let error = try await connectError(Self.options(address))
                #expect(error.code == .authenticationFailed && error.message.contains("leave it out"))
            }
        }

        @Test func aClusterIsRefused() async throws {
            try await withRedisServer(.init(isCluster: true)) { server in
                let error = try await connectError(Self.options(server.address))
                #expect(error.code == .clusterRefused && error.message.contains("cluster mode"))
            }
        }

        @Test func anOldServerIsRefused() async throws {
            try await withFakeRedis({ handshakeReply(to: $0, version: "6.0.0") }) { address in
                let error = try await connectError(Self.options(address))
                #expect(error.code == .serverTooOld)
                #expect(error.message.contains("6.0.0"))
            }
        }

        @Test func aPortWhereNobodyListensIsRefused() async throws {
            let address = RedisAddress(port: try FreePort.find())
            let error = try await connectError(Self.options(address))
            #expect(error.code == .refused && error.certainty == .definite)
            #expect(error.message.contains("127.0.0.1:\(address.port)"))
        }

        @Test func aNameThatIsNoHostIsAnError() async throws {
            let error = try await connectError(Self.options(RedisAddress(host: "no-such-host.invalid", port: 6379)))
            #expect(error.code == .unreachable)
        }

        @Test func whatIsNoRedisIsAnError() async throws {
            try await withFakeRedis({ _ in .array([.array([.integer(1)])]) }) { address in
                let error = try await connectError(Self.options(address))
                #expect(error.code == .protocolViolation)
            }
        }

        @Test func aServerThatNeverAnswersTimesOut() async throws {
            try await withFakeRedis({ _ in nil }) { address in
                var options = Self.options(address)
                options.connectTimeout = .milliseconds(100)
                let error = try await connectError(options)
                #expect(error.code == .connectTimedOut)
            }
        }

        @Test func loadingIsWaitedForWithPatience() async throws {
            let asked = Counter()
            let answer: @Sendable ([String]) -> RedisReply? = { command in
                guard command == ["PING"], asked.next() < 3 else { return handshakeReply(to: command) }
                return .error("LOADING Redis is loading the dataset in memory")
            }
            try await withFakeRedis(answer) { address in
                let error = try await connectError(Self.options(address))
                #expect(error.code == .notReady && error.certainty == .definite)
                try await withClient(Self.options(address), patience: .seconds(30)) { redis in
                    #expect(redis.serverInfo.runID == "fake")
                }
                #expect(asked.value == 4)
            }
        }

        @Test func patienceWaitsForARedisThatIsStarting() async throws {
            try await withRedisServer { server in
                await server.kill()
                async let version = withClient(Self.options(server.address), patience: .seconds(30)) {
                    $0.serverInfo.version
                }
                try await server.start()
                #expect(try await version != nil)
            }
        }
    }
}
