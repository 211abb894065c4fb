import Core
import NIOCore
import NIOEmbedded
import Redis
import Testing

/// The command connection without sockets and without waiting: time is moved by hand.
@Suite struct RedisClientEmbeddedTests {
    private static let options = RedisOptions(
        address: RedisAddress(port: 7000),
        connectTimeout: .seconds(3),
        commandTimeout: .seconds(2),
        pingInterval: .seconds(10),
        pingTimeout: .seconds(5),
        backoff: Backoff(initial: .milliseconds(100), cap: .milliseconds(400), multiplier: 2, jitter: 0)
    )

    private let redis = EmbeddedRedis()

    private func makeClient(_ change: (inout RedisOptions) -> Void = { _ in }) -> RedisClient {
        var options = Self.options
        change(&options)
        return RedisClient(options: options, on: redis.loop, connector: redis.connector)
    }

    private func connectedClient(_ change: (inout RedisOptions) -> Void = { _ in }) throws -> RedisClient {
        let client = makeClient(change)
        client.start()
        try redis.completeHandshake()
        #expect(client.isConnected)
        return client
    }

    /// Collects the ends of commands in their order.
    private final class Outcomes {
        var texts: [String] = []
        var errors: [RedisError] = []

        func add(_ name: String) -> RedisClient.Completion {
            { result in
                switch result {
                case .success(let reply): self.texts.append("\(name)=\(reply.string ?? reply.kind)")
                case .failure(let error):
                    self.texts.append("\(name):\(error.code) \(error.certainty)")
                    self.errors.append(error)
                }
            }
        }
    }

    @Test func commandsOfOneTurnLeaveInOneWriteAndRepliesComeInOrder() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        for name in ["a", "b", "c"] { client.send(RedisCommand("GET", name), completion: outcomes.add(name)) }
        #expect(try redis.writes() == 1)
        try redis.reply(.bulk("1"), .bulk("2"))
        #expect(outcomes.texts == ["a=1", "b=2"])
        try redis.reply(.bulk("3"))
        #expect(outcomes.texts == ["a=1", "b=2", "c=3"])
        client.close()
    }

    @Test func anErrorReplyFailsItsCommandOnly() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        client.send(RedisCommand("GET", "a"), completion: outcomes.add("a"))
        client.send(RedisCommand("GET", "b"), completion: outcomes.add("b"))
        _ = try redis.commands()
        try redis.reply(.error("WRONGTYPE Operation against a key"), .bulk("2"))
        #expect(outcomes.texts == ["a:errorReply definite", "b=2"])
        #expect(outcomes.errors.first?.replyCode == "WRONGTYPE")
        client.close()
    }

    @Test func aCommandWithoutConnectionFailsAtOnceAndForCertain() throws {
        let client = makeClient()
        let outcomes = Outcomes()
        redis.refusal = RedisError(.refused, "Nothing listens there.")
        client.start()
        client.send(RedisCommand("PING"), completion: outcomes.add("p"))
        #expect(outcomes.texts == ["p:notConnected definite"])
        #expect(outcomes.errors.first?.message.contains("Nothing listens there.") == true)
        client.close()
        client.send(RedisCommand("PING"), completion: outcomes.add("q"))
        #expect(outcomes.texts.last == "q:closed definite")
    }

    @Test func aDropFailsWhatWasSentAsUnknownAndWhatWasNotForCertain() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        client.send(RedisCommand("INCR", "a"), completion: outcomes.add("sent"))
        _ = try redis.commands()
        client.send(RedisCommand("INCR", "b"), completion: outcomes.add("unsent"))
        redis.channel?.pipeline.fireChannelInactive()
        #expect(outcomes.texts == ["sent:connectionLost unknown", "unsent:connectionLost definite"])
        client.close()
    }

    @Test func aWriteThatFailsAtOnceLeavesTheEffectUnknown() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        try redis.failWrites()
        client.send(RedisCommand("INCR", "a"), completion: outcomes.add("a"))
        redis.loop.run()
        #expect(outcomes.texts == ["a:connectionLost unknown"])
        client.close()
    }

    @Test func aCommandPastItsDeadlineIsUnknownAndItsLateReplyIsNobodys() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        client.send(RedisCommand("GET", "a"), completion: outcomes.add("a"))
        client.send(RedisCommand("GET", "b"), timeout: .seconds(4), completion: outcomes.add("b"))
        _ = try redis.commands()
        redis.loop.advanceTime(by: .milliseconds(1999))
        #expect(outcomes.texts.isEmpty)
        redis.loop.advanceTime(by: .milliseconds(1))
        #expect(outcomes.texts == ["a:commandTimedOut unknown"])
        try redis.reply(.bulk("late"), .bulk("2"))
        #expect(outcomes.texts == ["a:commandTimedOut unknown", "b=2"])
        client.close()
    }

    @Test func aFullPipelineRefusesForCertain() throws {
        let client = try connectedClient { $0.pipelineCommandsMax = 2 }
        let outcomes = Outcomes()
        for name in ["a", "b", "c"] { client.send(RedisCommand("GET", name), completion: outcomes.add(name)) }
        #expect(outcomes.texts == ["c:pipelineFull definite"])
        #expect(try redis.commands() == ["GET a", "GET b"])
        client.close()
    }

    @Test func moreBytesThanMayWaitAreRefusedForCertain() throws {
        let client = try connectedClient { $0.unsentBytesMax = 1000 }
        let outcomes = Outcomes()
        let big = [UInt8](repeating: 0, count: 700)
        client.send(RedisCommand("SET", "a", big), completion: outcomes.add("a"))
        client.send(RedisCommand("SET", "b", big), completion: outcomes.add("b"))
        #expect(outcomes.texts == ["b:pipelineFull definite"])
        // The kernel took the first.
        redis.loop.run()
        client.send(RedisCommand("SET", "c", big), completion: outcomes.add("c"))
        #expect(outcomes.texts.count == 1)
        client.close()
    }

    @Test func silenceIsBrokenByAPingAndThenByGivingUp() throws {
        let client = try connectedClient()
        var states: [RedisConnectionState] = []
        client.onState = { states.append($0) }
        redis.loop.advanceTime(by: .seconds(10))
        #expect(try redis.commands() == ["PING"])
        try redis.reply(.simple("PONG"))
        redis.loop.advanceTime(by: .seconds(10))
        #expect(try redis.commands() == ["PING"])
        redis.loop.advanceTime(by: .seconds(5))
        guard case .disconnected(let error) = states.first else {
            Issue.record("\(states)")
            return
        }
        #expect(error.code == .unresponsive)
        client.close()
    }

    @Test func reconnectsForEverWithGrowingWaits() throws {
        let client = makeClient()
        redis.refusal = RedisError(.refused, "no")
        client.start()
        var attemptsAt: [Int] = []
        for _ in 0..<20 {
            attemptsAt.append(redis.attempts)
            redis.loop.advanceTime(by: .milliseconds(100))
        }
        // Waits of 100, 200, 400, 400, ... ms.
        #expect(attemptsAt.prefix(12) == [1, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5])
        redis.refusal = nil
        redis.loop.advanceTime(by: .milliseconds(400))
        try redis.completeHandshake()
        #expect(client.isConnected)
        // After a success the waits start over.
        redis.refusal = RedisError(.refused, "no")
        let before = redis.attempts
        redis.drop()
        redis.loop.advanceTime(by: .milliseconds(100))
        #expect(redis.attempts == before + 1)
        client.close()
        redis.loop.advanceTime(by: .seconds(10))
        #expect(redis.attempts == before + 1)
    }

    @Test func aHandshakeThatHangsTimesOut() throws {
        let client = makeClient()
        let opened = client.start()
        redis.loop.advanceTime(by: .seconds(3))
        let error = #expect(throws: RedisError.self) { try opened.wait() }
        #expect(error?.code == .connectTimedOut)
        client.close()
    }

    @Test func whoHearsOfAFailureMayCloseAtOnce() throws {
        let client = makeClient()
        redis.refusal = RedisError(.refused, "no")
        var states: [RedisConnectionState] = []
        client.onState = { states.append($0) }
        client.start().assumeIsolated().whenFailure { _ in client.close() }
        redis.loop.advanceTime(by: .seconds(10))
        #expect(redis.attempts == 1)
        #expect(states.last == .closed)
    }

    @Test func patienceTriesAgainWhatTimeMayMend() throws {
        let client = makeClient()
        redis.refusal = RedisError(.refused, "no")
        let opened = client.start(patience: .seconds(1))
        redis.loop.advanceTime(by: .milliseconds(250))
        redis.refusal = nil
        redis.loop.advanceTime(by: .milliseconds(100))
        try redis.completeHandshake()
        #expect(try opened.wait().runID == "r1")
        client.close()
    }

    @Test func patienceDoesNotHelpWhereASettingIsWrong() throws {
        let client = makeClient()
        let opened = client.start(patience: .seconds(60))
        try redis.completeHandshake(version: "6.0.0")
        let error = #expect(throws: RedisError.self) { try opened.wait() }
        #expect(error?.code == .serverTooOld)
        client.close()
    }

    @Test func aReplyThatNobodyAskedForEndsTheConnection() throws {
        let client = try connectedClient()
        try redis.reply(.simple("OK"))
        #expect(!client.isConnected)
        client.close()
    }

    @Test func closingTellsEverybody() throws {
        let client = try connectedClient()
        let outcomes = Outcomes()
        var states: [RedisConnectionState] = []
        client.onState = { states.append($0) }
        client.send(RedisCommand("GET", "a"), completion: outcomes.add("a"))
        client.close()
        #expect(outcomes.texts == ["a:closed unknown"])
        #expect(states == [.closed])
        client.close()
        #expect(states == [.closed])
    }
}
