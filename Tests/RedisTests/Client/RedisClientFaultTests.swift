import Core
import NIOCore
import Redis
import TestSupport
import Testing

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RedisClientFaultTests {
        private static func options(_ address: RedisAddress, name: String? = nil) -> RedisOptions {
            RedisOptions(
                address: address,
                clientName: name,
                backoff: Backoff(initial: .milliseconds(5), cap: .milliseconds(50))
            )
        }

        private static func error(_ body: () async throws -> RedisReply) async throws -> RedisError {
            try await #require(throws: RedisError.self) { _ = try await body() }
        }

        @Test func comesBackAfterARestartAndKnowsItIsAnother() async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address)) { client, story in
                    try await story.upTo(.connected)
                    await server.kill()
                    try await story.upTo(.disconnected(.connectionLost))
                    let error = try await Self.error { try await client.send(RedisCommand("PING")) }
                    #expect(error.code == .notConnected && error.certainty == .definite)
                    try await story.upTo(.disconnected(.refused))
                    try await server.start()
                    try await story.upTo(.connected)
                    #expect(try await client.send(RedisCommand("PING")) == .simple("PONG"))
                }
            }
        }

        @Test func comesBackWhenItsConnectionIsKilled() async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address, name: "victim")) { client, story in
                    try await story.upTo(.connected)
                    let id = try #require(try await client.send(RedisCommand("CLIENT", "ID")).int)
                    try await withClient(Self.options(server.address)) {
                        _ = try await $0.send("CLIENT", "KILL", "ID", id)
                    }
                    try await story.upTo(.disconnected(.connectionLost))
                    try await story.upTo(.connected)
                    #expect(try await client.send(RedisCommand("CLIENT", "GETNAME")) == .bulk("victim"))
                }
            }
        }

        @Test func aFrozenRedisIsNoticedAndWhatWasUnderWayIsUnknown() async throws {
            try await withRedisServer { server in
                var options = Self.options(server.address)
                (options.pingInterval, options.pingTimeout) = (.milliseconds(20), .milliseconds(200))
                options.connectTimeout = .milliseconds(300)
                try await withSupervisedClient(options) { client, story in
                    try await story.upTo(.connected)
                    await server.freeze()
                    let error = try await Self.error { try await client.send(RedisCommand("INCR", "n")) }
                    #expect(error.code == .unresponsive && error.certainty == .unknown)
                    try await story.upTo(.disconnected(.unresponsive))
                    // The kernel still accepts: the handshake is what times out.
                    try await story.upTo(.disconnected(.connectTimedOut))
                    await server.thaw()
                    try await story.upTo(.connected)
                    // Sent before the freeze was noticed, executed after the thaw: rightly called unknown.
                    #expect(try await client.send(RedisCommand("GET", "n")) == .bulk("1"))
                }
            }
        }

        @Test func aDeadlineIsKeptAndTheConnectionToo() async throws {
            try await withRedisServer { server in
                var options = Self.options(server.address)
                options.commandTimeout = .milliseconds(800)
                try await withSupervisedClient(options) { client, story in
                    try await story.upTo(.connected)
                    let id = try await client.send(RedisCommand("CLIENT", "ID"))
                    await server.freeze()
                    let error = try await Self.error { try await client.send(RedisCommand("INCR", "n")) }
                    #expect(error.code == .commandTimedOut && error.certainty == .unknown)
                    #expect(error.message.contains("INCR"))
                    await server.thaw()
                    #expect(
                        try await client.eventLoop.flatSubmit {
                            client.value.send(RedisCommand("GET", "n"), timeout: .seconds(30))
                        }.get() == .bulk("1")
                    )
                    #expect(
                        try await client.eventLoop.flatSubmit {
                            client.value.send(RedisCommand("CLIENT", "ID"), timeout: .seconds(30))
                        }.get() == id
                    )
                }
            }
        }

        @Test func whatWasUnderWayAtAKillIsUnknown() async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address)) { client, story in
                    try await story.upTo(.connected)
                    await server.freeze()
                    // Sent now, answered never: the freeze makes sure that the kill comes first.
                    async let outcome = Self.error { try await client.send(RedisCommand("INCR", "n")) }
                    try await client.eventLoop.submit {}.get()
                    await server.kill()
                    let error = try await outcome
                    #expect(error.code == .connectionLost || error.code == .notConnected)
                    #expect(error.certainty == (error.code == .connectionLost ? .unknown : .definite))
                }
            }
        }

        @Test func errorsOfTheServersStateAreDefinite() async throws {
            try await withRedisServer { server in
                try await withClient(Self.options(server.address)) { redis in
                    try await redis.send("SET", "big", "x")
                    try await redis.send("CONFIG", "SET", "maxmemory", 1)
                    let oom = try await Self.error { try await redis.send("SET", "more", "x") }
                    #expect(oom.replyCode == "OOM" && oom.certainty == .definite)
                    let inScript = try await Self.error {
                        try await redis.send("EVAL", "return redis.call('SET', KEYS[1], 'x')", 1, "more")
                    }
                    #expect(inScript.certainty == .definite, "\(inScript)")
                    let wrong = try await Self.error {
                        try await redis.send("EVAL", "redis.call('DEL', 'a'); return redis.call('LPOP', 'big')", 0)
                    }
                    #expect(wrong.certainty == .unknown, "\(wrong)")
                    try await redis.send("REPLICAOF", "127.0.0.1", 1)
                    let readonly = try await Self.error { try await redis.send("DEL", "big") }
                    #expect(readonly.replyCode == "READONLY" && readonly.certainty == .definite)
                }
            }
        }

        @Test(arguments: [true, false])
        func aLostScriptFallsBackOrFailsOnce(_ fallback: Bool) async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address)) { client, story in
                    try await story.upTo(.connected)
                    let script = RedisScript("return redis.call('INCR', KEYS[1])")
                    for expected in 1...3 {
                        #expect(
                            try await client.eval(script, keys: ["n"], fallback: fallback) == .integer(Int64(expected))
                        )
                    }
                    let calls = try await client.send(RedisCommand("INFO", "commandstats")).string ?? ""
                    #expect(calls.contains("cmdstat_evalsha:calls=2"), "\(calls)")
                    _ = try await client.send(RedisCommand("SCRIPT", "FLUSH"))
                    if !fallback {
                        let error = try await Self.error { try await client.eval(script, keys: ["n"], fallback: false) }
                        #expect(error.replyCode == "NOSCRIPT" && error.certainty == .definite)
                    }
                    #expect(try await client.eval(script, keys: ["n"], fallback: fallback) == .integer(4))
                    #expect(try await client.eval(script, keys: ["n"], fallback: fallback) == .integer(5))
                }
            }
        }

        @Test func scriptsAreLoadedAgainOnANewConnection() async throws {
            try await withRedisServer { server in
                try await withSupervisedClient(Self.options(server.address)) { client, story in
                    try await story.upTo(.connected)
                    let script = RedisScript("return 7")
                    for _ in 0..<2 { #expect(try await client.eval(script, keys: [], fallback: false) == .integer(7)) }
                    try await server.restart()
                    try await story.upTo { if case .disconnected = $0 { true } else { false } }
                    try await story.upTo(.connected)
                    for _ in 0..<2 { #expect(try await client.eval(script, keys: [], fallback: false) == .integer(7)) }
                }
            }
        }
    }
}
