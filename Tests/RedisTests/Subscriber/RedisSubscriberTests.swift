import Core
import NIOCore
import Redis
import TestSupport
import Testing

extension RealProcesses {
    @Suite(.timeLimit(.minutes(2))) struct RedisSubscriberTests {
        private static func options(_ address: RedisAddress) -> RedisOptions {
            RedisOptions(
                address: address,
                clientName: "probe.sub",
                backoff: Backoff(initial: .milliseconds(5), cap: .milliseconds(50))
            )
        }

        private static func publish(_ server: RedisServer, _ channel: String, _ payload: String) async throws -> Int64?
        {
            try await withClient(RedisOptions(address: server.address)) {
                try await $0.send("PUBLISH", channel, payload).int
            }
        }

        @Test func hearsItsChannelsAndNoOther() async throws {
            try await withRedisServer { server in
                try await withSubscriber(Self.options(server.address)) { subscriber, story in
                    try await subscriber.subscribe("a")
                    try await subscriber.subscribe("b")
                    #expect(try await Self.publish(server, "other", "x") == 0)
                    #expect(try await Self.publish(server, "a", "1") == 1)
                    #expect(try await Self.publish(server, "b", "2") == 1)
                    let told = try await story.upTo(.message("b", "2"))
                    let opening: [Told] = [.connecting, .connected, .subscribed]
                    #expect(told.filter { $0 != .turnEnd } == opening + [.message("a", "1"), .message("b", "2")])
                }
            }
        }

        @Test func stopsHearingWhatItUnsubscribed() async throws {
            try await withRedisServer { server in
                try await withSubscriber(Self.options(server.address)) { subscriber, story in
                    try await subscriber.subscribe("a")
                    try await subscriber.subscribe("b")
                    try await subscriber.unsubscribe("a")
                    #expect(try await Self.publish(server, "a", "1") == 0)
                    #expect(try await Self.publish(server, "b", "2") == 1)
                    let told = try await story.upTo(.message("b", "2"))
                    #expect(!told.contains(.message("a", "1")))
                    // Down to none and up again: the connection leaves subscribed mode and comes back to it.
                    try await subscriber.unsubscribe("b")
                    try await subscriber.subscribe("c")
                    #expect(try await Self.publish(server, "c", "3") == 1)
                    try await story.upTo(.message("c", "3"))
                }
            }
        }

        @Test func manyMessagesComeInOrderWithFewTurnEnds() async throws {
            try await withRedisServer { server in
                try await withSubscriber(Self.options(server.address)) { subscriber, story in
                    try await subscriber.subscribe("a")
                    try await withClient(RedisOptions(address: server.address)) { redis in
                        let script = "for i = 1, 10000 do redis.call('PUBLISH', 'a', i) end"
                        try await redis.send("EVAL", script, 0)
                    }
                    try await story.upTo(.subscribed)
                    let told = try await story.upTo(.message("a", "10000")) + story.upTo(.turnEnd)
                    let messages = told.filter { $0 != .turnEnd }
                    #expect(messages == (1...10_000).map { .message("a", "\($0)") })
                    #expect(told.count - messages.count < 1000)
                    #expect(told.last == .turnEnd)
                }
            }
        }

        @Test func subscribesAgainAfterItsConnectionIsKilled() async throws {
            try await withRedisServer { server in
                try await withSubscriber(Self.options(server.address)) { subscriber, story in
                    for channel in ["a", "b", "c"] { try await subscriber.subscribe(channel) }
                    try await story.upTo(.subscribed)
                    try await withClient(RedisOptions(address: server.address)) { redis in
                        let killed = try await redis.send("CLIENT", "KILL", "TYPE", "pubsub")
                        #expect(killed == .integer(1))
                    }
                    let told = try await story.upTo(.subscribed)
                    #expect(told == [.disconnected(.connectionLost), .connecting, .connected, .subscribed])
                    for channel in ["a", "b", "c"] {
                        #expect(try await Self.publish(server, channel, "again") == 1)
                        try await story.upTo(.message(channel, "again"))
                    }
                }
            }
        }

        @Test func subscribesAgainAfterARestart() async throws {
            try await withRedisServer(.init(password: "s3cret")) { server in
                try await withSubscriber(Self.options(server.address)) { subscriber, story in
                    try await subscriber.subscribe("a")
                    try await story.upTo(.subscribed)
                    await server.kill()
                    try await story.upTo(.disconnected(.refused))
                    // A wish while there is no connection is kept for the next one.
                    async let late: Void = subscriber.subscribe("late")
                    try await server.start()
                    try await late
                    try await story.upTo(.subscribed)
                    #expect(try await Self.publish(server, "a", "again") == 1)
                    #expect(try await Self.publish(server, "late", "too") == 1)
                    try await story.upTo(.message("late", "too"))
                }
            }
        }

        @Test func aFrozenRedisIsNoticedInSubscribedModeToo() async throws {
            try await withRedisServer { server in
                var options = Self.options(server.address)
                (options.pingInterval, options.pingTimeout) = (.milliseconds(20), .milliseconds(300))
                options.connectTimeout = .milliseconds(300)
                try await withSubscriber(options) { subscriber, story in
                    try await subscriber.subscribe("a")
                    try await story.upTo(.subscribed)
                    await server.freeze()
                    try await story.upTo(.disconnected(.unresponsive))
                    await server.thaw()
                    try await story.upTo(.subscribed)
                    // Quiet but alive: PINGs in subscribed mode are answered, so the connection stays.
                    let id = try await Self.subscriberID(server)
                    try await Self.waitForPings(server, 3)
                    #expect(try await Self.subscriberID(server) == id)
                }
            }
        }

        private static func subscriberID(_ server: RedisServer) async throws -> String? {
            try await withClient(RedisOptions(address: server.address)) {
                let list = try await $0.send("CLIENT", "LIST", "TYPE", "pubsub").string ?? ""
                return list.split(separator: " ").first.map(String.init)
            }
        }

        /// Until Redis has served so many PINGs more.
        private static func waitForPings(_ server: RedisServer, _ more: Int) async throws {
            try await withClient(RedisOptions(address: server.address)) { redis in
                func pings() async throws -> Int {
                    let stats = try await redis.send("INFO", "commandstats").string ?? ""
                    let line = RedisInfoFields(stats)["cmdstat_ping"] ?? "calls=0,"
                    return Int(line.dropFirst("calls=".count).prefix { $0.isNumber }) ?? 0
                }
                let start = try await pings()
                while try await pings() < start + more { await Task.yield() }
            }
        }

        @Test func aChannelThatTheUserMayNotHearFails() async throws {
            try await withRedisServer(.init(users: ["carol on >c ~* &app:* +@all"])) { server in
                var address = server.address
                (address.username, address.password) = ("carol", "c")
                try await withSubscriber(Self.options(address)) { subscriber, story in
                    let error = try await #require(throws: RedisError.self) { try await subscriber.subscribe("other") }
                    #expect(error.replyCode == "NOPERM" && error.certainty == .definite)
                    try await subscriber.subscribe("app:x")
                    try await story.upTo(.subscribed)
                    #expect(try await Self.publish(server, "app:x", "1") == 1)
                    try await story.upTo(.message("app:x", "1"))
                }
            }
        }

        @Test func closingFailsWhoWaits() async throws {
            let address = RedisAddress(port: try FreePort.find())
            try await withSubscriber(Self.options(address)) { subscriber, story in
                try await story.upTo(.disconnected(.refused))
                let waiting = try await subscriber.eventLoop.submit {
                    let waiting = subscriber.value.subscribe("a")
                    subscriber.value.close()
                    return waiting
                }.get()
                let error = try await #require(throws: RedisError.self) { try await waiting.get() }
                #expect(error.code == .closed)
                try await story.upTo(.closed)
            }
        }
    }
}
