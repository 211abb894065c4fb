import Core
import NIOCore
import NIOPosix
import Redis
import Testing

extension AsyncRedisClient {
    static func connect(options: RedisOptions, patience: Duration = .zero) async throws -> AsyncRedisClient {
        try await connect(options: options, on: MultiThreadedEventLoopGroup.singleton.next(), patience: patience)
    }
}

/// Runs the body with a client and closes it.
@discardableResult
func withClient<Result>(
    _ options: RedisOptions,
    patience: Duration = .zero,
    _ body: (AsyncRedisClient) async throws -> Result
) async throws -> Result {
    let client = try await AsyncRedisClient.connect(options: options, patience: patience)
    do {
        let result = try await body(client)
        await client.close()
        return result
    } catch {
        await client.close()
        throw error
    }
}

/// The error of a connection that must not come about.
func connectError(_ options: RedisOptions) async throws -> RedisError {
    let error = await #expect(throws: RedisError.self) {
        let client = try await AsyncRedisClient.connect(options: options)
        await client.close()
    }
    return try #require(error)
}

/// What a supervised connection told, in its order.
enum Told: Sendable, Equatable {
    case connecting, connected, subscribed, closed
    case disconnected(RedisError.Code)
    case message(String, String)
    case turnEnd

    init(_ state: RedisConnectionState) {
        self =
            switch state {
            case .connecting: .connecting
            case .connected: .connected
            case .subscribed: .subscribed
            case .disconnected(let error): .disconnected(error.code)
            case .closed: .closed
            }
    }
}

/// Reads the story up to a point; the suite's time limit is the deadline.
struct Story {
    private var iterator: AsyncStream<Told>.Iterator

    init(_ stream: AsyncStream<Told>) {
        iterator = stream.makeAsyncIterator()
    }

    /// Everything up to and with the first event that fits.
    @discardableResult
    mutating func upTo(_ fits: (Told) -> Bool) async throws -> [Told] {
        var told: [Told] = []
        while let next = await iterator.next(isolation: #isolation) {
            told.append(next)
            if fits(next) { return told }
        }
        throw CancellationError()
    }

    @discardableResult
    mutating func upTo(_ event: Told) async throws -> [Told] {
        try await upTo { $0 == event }
    }
}

/// Runs the body with a started client that is not thrown away when it fails to connect.
func withSupervisedClient<Result>(
    _ options: RedisOptions,
    _ body: (NIOLoopBound<RedisClient>, inout Story) async throws -> Result
) async throws -> Result {
    let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let (stream, continuation) = AsyncStream<Told>.makeStream()
    let bound = try await eventLoop.submit {
        let client = RedisClient(options: options, on: eventLoop)
        client.onState = { continuation.yield(Told($0)) }
        client.start()
        return NIOLoopBound(client, eventLoop: eventLoop)
    }.get()
    var story = Story(stream)
    do {
        let result = try await body(bound, &story)
        try await eventLoop.submit { bound.value.close() }.get()
        return result
    } catch {
        try? await eventLoop.submit { bound.value.close() }.get()
        throw error
    }
}

/// Runs the body with a started subscriber.
func withSubscriber<Result>(
    _ options: RedisOptions,
    _ body: (NIOLoopBound<RedisSubscriber>, inout Story) async throws -> Result
) async throws -> Result {
    let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
    let (stream, continuation) = AsyncStream<Told>.makeStream()
    let bound = try await eventLoop.submit {
        let subscriber = RedisSubscriber(options: options, on: eventLoop)
        subscriber.onState = { continuation.yield(Told($0)) }
        subscriber.onMessage = { continuation.yield(.message($0, String(buffer: $1))) }
        subscriber.onTurnEnd = { continuation.yield(.turnEnd) }
        subscriber.start()
        return NIOLoopBound(subscriber, eventLoop: eventLoop)
    }.get()
    var story = Story(stream)
    do {
        let result = try await body(bound, &story)
        try await eventLoop.submit { bound.value.close() }.get()
        return result
    } catch {
        try? await eventLoop.submit { bound.value.close() }.get()
        throw error
    }
}

extension NIOLoopBound where Value == RedisSubscriber {
    func subscribe(_ channel: String) async throws {
        try await eventLoop.flatSubmit { value.subscribe(channel) }.get()
    }

    func unsubscribe(_ channel: String) async throws {
        try await eventLoop.flatSubmit { value.unsubscribe(channel) }.get()
    }
}

extension NIOLoopBound where Value == RedisClient {
    func send(_ command: RedisCommand) async throws -> RedisReply {
        try await eventLoop.flatSubmit { value.send(command) }.get()
    }

    func eval(_ script: RedisScript, keys: [String], fallback: Bool) async throws -> RedisReply {
        try await eventLoop.flatSubmit {
            value.eval(script, keys: keys, arguments: [], fallback: fallback)
        }.get()
    }
}

extension NIOLoopBound where Value == RedisClient {
    /// Of the server that it is connected to.
    func port() async throws -> UInt16? {
        try await eventLoop.submit { value.isConnected ? value.address?.port : nil }.get()
    }
}

extension NIOLoopBound where Value == RedisSubscriber {
    /// Of the server that it is connected to.
    func port() async throws -> UInt16? {
        try await eventLoop.submit { value.isConnected ? value.address?.port : nil }.get()
    }
}
