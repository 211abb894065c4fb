import Core
import NIOCore
import Redis
import Synchronization
import TestSupport
import Testing

extension RealProcesses {
    /// Sentinels that say what real ones say seldom, before real servers.
    @Suite(.timeLimit(.minutes(2))) struct FakeSentinelTests {
        /// Names a server, without an epoch, to whoever asks.
        private final class Naming: Sendable {
            private let named: Mutex<UInt16>

            init(_ port: UInt16) {
                named = Mutex(port)
            }

            func name(_ port: UInt16) {
                named.withLock { $0 = port }
            }

            func reply(to command: [String]) -> RedisReply? {
                switch command.prefix(2) {
                case ["SENTINEL", "GET-MASTER-ADDR-BY-NAME"]:
                    .array([.bulk("127.0.0.1"), .bulk("\(named.withLock { $0 })")])
                case ["SENTINEL", "MASTER"]: .error("ERR of no interest")
                default: handshakeReply(to: command)
                }
            }
        }

        private static func options(
            _ sentinels: [RedisAddress],
            login: RedisAddress = RedisAddress(port: 1),
            routes: [UInt16: UInt16] = [:]
        ) -> RedisOptions {
            RedisOptions(
                endpoint: .sentinels(
                    SentinelEndpoint(sentinels: sentinels, login: login, discovery: .ask, routes: routes)
                ),
                backoff: Backoff(initial: .milliseconds(5), cap: .milliseconds(50))
            )
        }

        @Test func aStaleSentinelThatNamesAReplicaIsNotBelieved() async throws {
            try await withRedisServer { master in
                try await withRedisServer(.init(config: ["replicaof 127.0.0.1 \(master.port)"])) { replica in
                    let (stale, right) = (Naming(replica.port), Naming(master.port))
                    try await withFakeRedis({ stale.reply(to: $0) }) { first in
                        let error = try await connectError(Self.options([first]))
                        #expect(error.code == .notMaster)
                        #expect(error.message.contains("\(replica.port)") && error.message.contains("slave"))
                        try await withFakeRedis({ right.reply(to: $0) }) { second in
                            try await withSupervisedClient(Self.options([first, second])) { client, story in
                                let told = try await story.upTo(.connected)
                                #expect(
                                    told == [.connecting, .disconnected(.notMaster), .connecting, .connected]
                                )
                                #expect(try await client.port() == master.port)
                            }
                        }
                    }
                }
            }
        }

        @Test func aServerThatTakesNoWritesAnyMoreIsLeft() async throws {
            try await withRedisServer { old in
                try await withRedisServer { new in
                    let naming = Naming(old.port)
                    try await withFakeRedis({ naming.reply(to: $0) }) { sentinel in
                        try await withSupervisedClient(Self.options([sentinel])) { client, story in
                            try await story.upTo(.connected)
                            try await withClient(RedisOptions(address: old.address)) {
                                _ = try await $0.send("REPLICAOF", "127.0.0.1", Int(new.port))
                            }
                            naming.name(new.port)
                            // What was sent behind the refused command is answered first.
                            let outcomes = try await client.eventLoop.flatSubmit {
                                let commands = [
                                    RedisCommand("INCR", "n"), RedisCommand("PING"), RedisCommand("INCR", "n"),
                                ]
                                return EventLoopFuture.whenAllComplete(
                                    commands.map { client.value.send($0) },
                                    on: client.eventLoop
                                )
                            }.get()
                            #expect(try outcomes[1].get() == .simple("PONG"))
                            for place in [0, 2] {
                                let error = try #require(throws: RedisError.self) { try outcomes[place].get() }
                                #expect(error.replyCode == "READONLY" && error.certainty == .definite)
                            }
                            try await story.upTo(.disconnected(.notMaster))
                            try await story.upTo(.connected)
                            #expect(try await client.port() == new.port)
                            #expect(try await client.send(RedisCommand("INCR", "n")) == .integer(1))
                        }
                    }
                }
            }
        }

        @Test func aServerThatWasNamedDirectlyIsKeptThoughItTakesNoWrites() async throws {
            try await withRedisServer(.init(config: ["replicaof 127.0.0.1 1"])) { replica in
                try await withSupervisedClient(RedisOptions(address: replica.address)) { client, story in
                    try await story.upTo(.connected)
                    let error = try await #require(throws: RedisError.self) {
                        _ = try await client.send(RedisCommand("INCR", "n"))
                    }
                    #expect(error.replyCode == "READONLY")
                    #expect(try await client.send(RedisCommand("PING")) == .simple("PONG"))
                }
            }
        }

        @Test func connectsThroughTheRouteOfThePort() async throws {
            try await withRedisServer(.init(password: "secret")) { server in
                let naming = Naming(4711)
                try await withFakeRedis({ naming.reply(to: $0) }) { sentinel in
                    var login = RedisAddress(port: 1, password: "secret", database: 2)
                    login.host = "192.0.2.1"
                    let options = Self.options([sentinel], login: login, routes: [4711: server.port])
                    try await withSupervisedClient(options) { client, story in
                        try await story.upTo(.connected)
                        #expect(try await client.port() == server.port)
                        let info = try await client.send(RedisCommand("CLIENT", "INFO")).string ?? ""
                        #expect(info.contains(" db=2 "))
                    }
                }
            }
        }

        @Test func aUserWhoMayTellNoRoleIsRefusedWithARemedy() async throws {
            let users = [
                "blind on >pw ~* &* +@all -info -role",
                "half on >pw ~* &* +@all -info",
            ]
            try await withRedisServer(.init(users: users)) { server in
                let naming = Naming(server.port)
                try await withFakeRedis({ naming.reply(to: $0) }) { sentinel in
                    let blind = RedisAddress(port: 1, username: "blind", password: "pw")
                    let error = try await connectError(Self.options([sentinel], login: blind))
                    #expect(error.code == .handshakeFailed && error.message.contains("+role"))
                    let half = RedisAddress(port: 1, username: "half", password: "pw")
                    try await withClient(Self.options([sentinel], login: half)) { client in
                        #expect(client.serverInfo.role == "master")
                    }
                }
            }
        }
    }
}
