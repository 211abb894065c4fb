import Core
import NIOCore
import NIOEmbedded
import Redis
import Testing

/// The pub/sub connection without sockets and without waiting.
@Suite struct RedisSubscriberEmbeddedTests {
    private let redis = EmbeddedRedis()

    private func connectedSubscriber() throws -> RedisSubscriber {
        let options = RedisOptions(
            address: RedisAddress(port: 7000),
            pingInterval: .seconds(10),
            pingTimeout: .seconds(5),
            backoff: Backoff(initial: .milliseconds(100), jitter: 0)
        )
        let subscriber = RedisSubscriber(options: options, on: redis.loop, connector: redis.connector)
        subscriber.start()
        try redis.completeHandshake()
        return subscriber
    }

    private static func confirmation(_ kind: String, _ channel: String, _ count: Int64) -> RedisReply {
        .array([.bulk(kind), .bulk(channel), .integer(count)])
    }

    private static func message(_ channel: String, _ payload: String) -> RedisReply {
        .array([.bulk("message"), .bulk(channel), .bulk(payload)])
    }

    @Test func messagesOfOneReadEndInOneTurn() throws {
        let subscriber = try connectedSubscriber()
        var heard: [String] = []
        subscriber.onMessage = { heard.append("\($0) \(String(buffer: $1))") }
        subscriber.onTurnEnd = { heard.append("end") }
        subscriber.subscribe("a")
        #expect(try redis.commands() == ["SUBSCRIBE a"])
        try redis.reply(Self.confirmation("subscribe", "a", 1))
        #expect(heard.isEmpty)
        try redis.reply(Self.message("a", "1"), Self.message("b", "2"), Self.message("a", "3"))
        try redis.reply(Self.message("a", ""))
        #expect(heard == ["a 1", "b 2", "a 3", "end", "a ", "end"])
        subscriber.close()
    }

    @Test func aTurnCutShortIsEndedAndItsCallbackMayAskForChannels() throws {
        let subscriber = try connectedSubscriber()
        var turns = 0
        subscriber.onTurnEnd = {
            turns += 1
            subscriber.subscribe("late")
        }
        subscriber.subscribe("a")
        _ = try redis.commands()
        try redis.reply(Self.confirmation("subscribe", "a", 1))
        try redis.reply(Self.message("a", "1"), .integer(5))
        #expect(turns == 1)
        #expect(!subscriber.isConnected)
        redis.loop.advanceTime(by: .milliseconds(100))
        try redis.completeHandshake()
        #expect(try redis.commands() == ["SUBSCRIBE a", "SUBSCRIBE late"])
        subscriber.close()
    }

    @Test func pingsAreAnsweredInBothModes() throws {
        let subscriber = try connectedSubscriber()
        redis.loop.advanceTime(by: .seconds(10))
        #expect(try redis.commands() == ["PING"])
        try redis.reply(.simple("PONG"))
        subscriber.subscribe("a")
        _ = try redis.commands()
        try redis.reply(Self.confirmation("subscribe", "a", 1))
        redis.loop.advanceTime(by: .seconds(10))
        #expect(try redis.commands() == ["PING"])
        try redis.reply(.array([.bulk("pong"), .bulk("")]))
        #expect(subscriber.isConnected && subscriber.isSubscribed)
        redis.loop.advanceTime(by: .seconds(15))
        #expect(!subscriber.isConnected && !subscriber.isSubscribed)
        subscriber.close()
    }

    @Test(arguments: [
        RedisReply.integer(1), .null, .array([]), .array([.integer(1), .integer(2)]),
        .array([.bulk("pmessage"), .bulk("p"), .bulk("c"), .bulk("x")]),
        .array([.bulk("subscribe"), .bulk("never"), .integer(1)]), .error("ERR out of the blue"),
    ])
    func whatASubscriberCannotGetEndsTheConnection(_ reply: RedisReply) throws {
        let subscriber = try connectedSubscriber()
        var last: RedisConnectionState?
        subscriber.onState = { last = $0 }
        try redis.reply(reply)
        guard case .disconnected(let error) = last else {
            Issue.record("\(String(describing: last))")
            return
        }
        #expect(error.code == .protocolViolation)
        subscriber.close()
    }
}
