import Core
import NIOCore
import NIOPosix
import Redis
import Stream
import StreamModel
import TestSupport
import Testing

extension RealProcesses {
    /// The model's servers and the real scripts do the same.
    @Suite(.timeLimit(.minutes(2))) struct ScriptTests {
        private static let limits = LogLimits(entriesMax: 12, bytesMax: 400, trimEntriesMax: 4, trimBytesMax: 20)
        private static let wire = LogWire(keys: StreamKeys(prefix: "test:log"), limits: limits)

        @Test(arguments: [1, 2, 3, 4] as [UInt64])
        func theModelAnswersAsRedisDoes(seed: UInt64) async throws {
            try await withRedisServer { server in
                try await Self.withClient(server.address) { redis in
                    var twins = Twins(seed: seed)
                    for turn in 0..<250 {
                        let command = twins.next()
                        let real = try await Self.run(command, redis)
                        let (model, _) = twins.dataset.run(command, now: 1_000, limits: Self.limits)
                        #expect(twins.normal(real) == twins.normal(model), "turn \(turn): \(command)")
                        if case .opened(let number) = model, case .open(_, let salt) = command {
                            twins.sessions.append(PublisherSession(number: number, salt: salt))
                        }
                    }
                    #expect(twins.dataset.meta.floor > 0)
                    #expect(twins.dataset.meta.head > 20)
                }
            }
        }

        @Test func numbersBeyondFourteenDigitsStayWhole() async throws {
            try await withRedisServer { server in
                try await Self.withClient(server.address) { redis in
                    let id = LogID(7)
                    _ = try await Self.run(.found(id, replacing: nil), redis)
                    let session = PublisherSession(number: 1, salt: 9)
                    _ = try await Self.run(.open(id, salt: 9), redis)
                    let keys = Self.wire.keys
                    let far: UInt64 = 400_000_000_000_000
                    try await redis.send("HSET", keys.meta, "head", far, "floor", far)
                    try await redis.send("HSET", keys.sessionPrefix + "1", "last", far)
                    let request = AppendRequest(
                        session: session,
                        sequence: far + 1,
                        content: .message(Target(["a"]), payload: [1])
                    )
                    #expect(try await Self.run(.append(id, [request]), redis) == .appended([.appended(far + 1)]))
                    guard case .meta(let meta) = try await Self.run(.meta, redis) else {
                        Issue.record("no meta")
                        return
                    }
                    #expect(meta.head == far + 1)
                    guard case .entries(let entries) = try await Self.run(.entries(from: far, count: 5), redis) else {
                        Issue.record("no entries")
                        return
                    }
                    #expect(entries.map(\.index) == [far + 1])
                    #expect(entries.first?.sequence == far + 1)
                }
            }
        }

        @Test func aFlushedOrDamagedLogIsSeenAndReplaced() async throws {
            try await withRedisServer { server in
                try await Self.withClient(server.address) { redis in
                    let (old, new) = (LogID(1), LogID(2))
                    _ = try await Self.run(.found(old, replacing: nil), redis)
                    try await redis.send("FLUSHALL")
                    // The barrier writes whatever is there, and must not look like a log.
                    #expect(try await Self.run(.barrier(old, commit: 50), redis) == .barred)
                    #expect(try await Self.run(.meta, redis) == .meta(LogMeta()))
                    #expect(try await Self.run(.lease(old, node: "n1", index: 3), redis) == .otherLog)
                    #expect(try await Self.run(.found(new, replacing: nil), redis) == .founded(new))
                    #expect(try await Self.run(.meta, redis) == .meta(LogMeta(founded: new)))
                    try await redis.send("SET", Self.wire.keys.meta, "x")
                    #expect(try await Self.run(.meta, redis) == .damaged)
                    #expect(try await Self.run(.barrier(new, commit: 0), redis) == .damaged)
                    #expect(try await Self.run(.found(old, replacing: nil), redis) == .founded(old))
                    try await redis.send("SET", Self.wire.keys.log, "x")
                    #expect(try await Self.run(.entries(from: 1, count: 1), redis) == .damaged)
                    #expect(try await Self.run(.found(new, replacing: old), redis) == .founded(new))
                    #expect(try await Self.run(.entries(from: 1, count: 1), redis) == .entries([]))
                }
            }
        }

        @Test func theTagsAreAChain() async throws {
            try await withRedisServer { server in
                try await Self.withClient(server.address) { redis in
                    let id = LogID(7)
                    _ = try await Self.run(.found(id, replacing: nil), redis)
                    _ = try await Self.run(.open(id, salt: 9), redis)
                    let session = PublisherSession(number: 1, salt: 9)
                    let requests = (1...3).map {
                        AppendRequest(session: session, sequence: $0, content: .message(Target(["a"]), payload: []))
                    }
                    _ = try await Self.run(.append(id, requests), redis)
                    guard case .entries(let entries) = try await Self.run(.entries(from: 1, count: 5), redis),
                        case .meta(let meta) = try await Self.run(.meta, redis)
                    else {
                        Issue.record("no log")
                        return
                    }
                    // sha1("0000000000000007 0000000000000009 1"), its first 16 digits, and so on.
                    var tag = EntryTag(origin: id).text
                    for entry in entries {
                        let text = "\(tag) \(session.saltText) \(entry.sequence)"
                        tag = String(
                            try await redis.send("EVAL", "return redis.sha1hex(ARGV[1])", 0, text).string?.prefix(16)
                                ?? ""
                        )
                        #expect(entry.tag.text == tag)
                    }
                    #expect(meta.headTag.text == tag)
                    _ = try await Self.run(.trim(id, limit: 2, commit: 2), redis)
                    guard case .meta(let trimmed) = try await Self.run(.meta, redis) else { return }
                    #expect(trimmed.floorTag == entries[1].tag)
                }
            }
        }

        private static func withClient(
            _ address: RedisAddress,
            _ body: (AsyncRedisClient) async throws -> Void
        ) async throws {
            let loop = MultiThreadedEventLoopGroup.singleton.any()
            let options = RedisOptions(address: address)
            let redis = try await AsyncRedisClient.connect(options: options, on: loop, patience: .seconds(10))
            do {
                try await body(redis)
            } catch {
                await redis.close()
                throw error
            }
            await redis.close()
        }

        private static func run(_ command: LogCommand, _ redis: AsyncRedisClient) async throws -> LogReply {
            var words = wire.arguments(of: command)
            let name = String(decoding: words.removeFirst(), as: UTF8.self)
            do {
                return wire.reply(WireReply(try await redis.send(RedisCommand(name, arguments: words))), to: command)
            } catch let error as RedisError {
                guard let line = error.reply else { throw error }
                return wire.reply(.error(line), to: command)
            }
        }
    }
}

/// Draws commands, right ones and wrong ones, for two that have to answer the same.
private struct Twins {
    var dataset = Dataset()
    var sessions: [PublisherSession] = []
    private var generator: SeededGenerator
    private let log = LogID(0x1234)

    init(seed: UInt64) { generator = SeededGenerator(seed: seed) }

    mutating func next() -> LogCommand {
        if dataset.meta.id == nil { return .found(log, replacing: nil) }
        let id = Int.random(in: 0..<25, using: &generator) == 0 ? LogID(1) : log
        switch Int.random(in: 0..<20, using: &generator) {
        case 0: return .found(LogID(99), replacing: LogID(98))
        case 1, 2: return .open(id, salt: generator.next())
        case 3, 4: return .entries(from: UInt64.random(in: 0...dataset.meta.head + 2, using: &generator), count: 5)
        case 5, 6: return .meta
        case 7: return .barrier(id, commit: UInt64.random(in: 0...dataset.meta.head + 3, using: &generator))
        case 8:
            return .lease(
                id,
                node: "n",
                index: UInt64.random(in: dataset.meta.floor...dataset.meta.head, using: &generator)
            )
        case 9, 10, 11:
            let commit = UInt64.random(in: 0...dataset.meta.head + 3, using: &generator)
            return .trim(id, limit: dataset.meta.head + 1, commit: commit)
        default:
            let count = Int.random(in: 1...5, using: &generator)
            return .append(id, (0..<count).map { _ in request() })
        }
    }

    private mutating func request() -> AppendRequest {
        var session = sessions.randomElement(using: &generator) ?? PublisherSession(number: 5, salt: 1)
        if Int.random(in: 0..<15, using: &generator) == 0 { session.salt &+= 1 }
        let last = dataset.sessions.first { $0.session == session }?.last ?? 0
        let step = [1, 1, 1, 2, 2, 3, 0].randomElement(using: &generator) ?? 1
        let sequence = max(1, Int(last) + step)
        let payload = (0..<Int.random(in: 0...30, using: &generator)).map { _ in
            UInt8.random(in: 0...255, using: &generator)
        }
        return AppendRequest(
            session: session,
            sequence: UInt64(sequence),
            content: .message(Target(["all"], except: ["g"]), payload: payload)
        )
    }

    /// Tags are hashes of two kinds; where they have to be the same, `theTagsAreAChain` looks.
    func normal(_ reply: LogReply) -> LogReply {
        switch reply {
        case .entries(let entries):
            return .entries(
                entries.map { entry in
                    var entry = entry
                    entry.tag = EntryTag(0)
                    return entry
                }
            )
        case .meta(var meta):
            meta.headTag = EntryTag(0)
            meta.floorTag = EntryTag(0)
            return .meta(meta)
        default: return reply
        }
    }
}
