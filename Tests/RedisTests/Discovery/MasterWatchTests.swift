import Core
import NIOCore
import NIOEmbedded
import Redis
import Testing

/// Who listens to sentinels, without sockets and without waiting.
@Suite struct MasterWatchTests {
    private let redis = EmbeddedRedis()
    private static let handshake: [RedisReply] = [
        .bulk("redis_version:7.0.15\r\nrun_id:r1\r\n"),
        .bulk("role:master\r\n"),
        .array([.bulk("master")]),
        .bulk("cluster_enabled:0\r\n"),
        .simple("PONG"),
    ]

    private static func naming(_ port: UInt16, epoch: Int) -> [RedisReply] {
        [.array([.bulk("127.0.0.1"), .bulk("\(port)")]), .array([.bulk("config-epoch"), .bulk("\(epoch)")])]
    }

    @Test func asksAgainWhereTheSentinelOfAConfirmedSubscriptionDoesNotAnswer() throws {
        let sentinel = RedisAddress(port: 5000)
        let endpoint = SentinelEndpoint(sentinels: [sentinel], login: RedisAddress(port: 1))
        let options = RedisOptions(endpoint: .sentinels(endpoint), pingInterval: .seconds(600))
        let subscriber = RedisSubscriber(options: options, on: redis.loop, connector: redis.connector)
        var lost: [RedisError.Code] = []
        subscriber.onState = { if case .disconnected(let error) = $0 { lost.append(error.code) } }
        subscriber.start()
        // The watch connects first, then the search asks, and then the data server is connected to.
        redis.loop.run()
        #expect(redis.attempts == 2)
        try redis.reply(on: 1, Self.naming(7000, epoch: 1))
        try redis.reply(on: 2, Self.handshake)
        #expect(subscriber.isConnected && subscriber.address?.port == 7000)
        // The master changes before the subscription is confirmed, and the first question after it finds no answer.
        var ofSentinel = Self.handshake
        ofSentinel.remove(at: 2)
        try redis.reply(on: 0, ofSentinel)
        try redis.reply(on: 0, [.array([.bulk("subscribe"), .bulk("+switch-master"), .integer(1)])])
        #expect(redis.attempts == 4)
        #expect(try redis.commands(on: 0).last == "SUBSCRIBE +switch-master")
        // Alive it is: it answers every PING of the subscription.
        while redis.attempts < 6 {
            redis.loop.advanceTime(by: .milliseconds(50))
            if try redis.commands(on: 0).contains("PING") {
                try redis.reply(on: 0, [.array([.bulk("pong"), .bulk("")])])
            }
            try #require(redis.loop.now < .uptimeNanoseconds(10_000_000_000))
        }
        #expect(lost.isEmpty)
        try redis.reply(on: 5, Self.naming(7001, epoch: 2))
        #expect(lost == [.masterMoved])
        #expect(redis.attempts == 7 && subscriber.address?.port == 7001)
        subscriber.close()
    }
}
