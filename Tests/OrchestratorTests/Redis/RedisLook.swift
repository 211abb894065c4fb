import Core
import NIOCore
import NIOPosix
import Orchestrator
import Redis
import Runtime
import Synchronization
import Testing

/// How a stranger sees a Redis: through a login and a connection of its own.
func look<Value: Sendable>(
    at address: RedisAddress,
    name: String? = nil,
    patience: Duration = .zero,
    _ body: (AsyncRedisClient) async throws -> Value
) async throws -> Value {
    let client = try await AsyncRedisClient.connect(
        options: RedisOptions(
            address: address,
            clientName: name,
            connectTimeout: .seconds(2),
            commandTimeout: .seconds(2)
        ),
        on: MultiThreadedEventLoopGroup.singleton.any(),
        patience: patience
    )
    do {
        let value = try await body(client)
        await client.close()
        return value
    } catch {
        await client.close()
        throw error
    }
}

/// What a command answers, as text.
func ask(_ address: RedisAddress, _ command: String...) async throws -> String {
    try await look(at: address) { client in
        let reply = try await client.send(RedisCommand(command[0], arguments: command.dropFirst()))
        return text(reply)
    }
}

/// What writes is refused, by itself and in scripts.
func expectRefusedWrites(
    at address: RedisAddress,
    with code: String,
    sourceLocation: SourceLocation = #_sourceLocation
) async {
    let publish = "redis.call('INCR', KEYS[1]) return redis.call('PUBLISH', 'c', 'x')"
    for command in [["INCR", "k"], ["XADD", "s", "*", "a", "b"], ["EVAL", publish, "1", "k"]] {
        let error = await #expect(throws: RedisError.self, sourceLocation: sourceLocation) {
            try await look(at: address) { client in
                _ = try await client.send(RedisCommand(command[0], arguments: command.dropFirst()))
            }
        }
        #expect(error?.reply?.contains(code) == true, "\(command[0])", sourceLocation: sourceLocation)
    }
}

private func text(_ reply: RedisReply) -> String {
    if let elements = reply.elements { return elements.map(text).joined(separator: " ") }
    return reply.string ?? reply.int.map { "\($0)" } ?? ""
}

func role(of address: RedisAddress) async throws -> String? {
    RedisInfoFields(try await ask(address, "INFO", "replication"))["role"]
}

/// Waits until something is true that nobody tells us of. What cannot be asked is not true yet.
func become(
    _ what: Comment,
    sourceLocation: SourceLocation = #_sourceLocation,
    _ condition: @escaping @Sendable () async throws -> Bool
) async throws {
    let seen = try await withDeadline(patience) {
        while (try? await condition()) != true { try await Task.sleep(for: .milliseconds(5)) }
        return true
    }
    #expect(seen == true, what, sourceLocation: sourceLocation)
}

/// A connection as a node has it for its subscription: it comes back by itself.
final class Listener: Sendable {
    private let bound: NIOLoopBound<RedisSubscriber>
    let heard = Observed<[String]>([])
    /// How often its subscription was confirmed.
    let confirmed = Observed(0)
    /// How often its connection ended.
    let ends = Observed(0)

    /// - Parameter asks: whether Redis is still there; who does not waits for ever.
    init(_ address: RedisAddress, channel: String, name: String, asks: Bool = true) async throws {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let (heard, confirmed, ends) = (heard, confirmed, ends)
        bound = try await eventLoop.flatSubmit {
            let subscriber = RedisSubscriber(
                options: RedisOptions(
                    address: address,
                    clientName: name,
                    pingInterval: asks ? .seconds(1) : .seconds(3_600)
                ),
                on: eventLoop
            )
            subscriber.onMessage = { _, payload in
                let text = String(buffer: payload)
                heard.update { $0.append(text) }
            }
            subscriber.onState = { state in
                if case .subscribed = state { confirmed.update { $0 += 1 } }
                if case .disconnected = state { ends.update { $0 += 1 } }
            }
            subscriber.start(patience: .seconds(2))
            let bound = NIOLoopBound(subscriber, eventLoop: eventLoop)
            return subscriber.subscribe(channel).map { bound }
        }.get()
    }

    func close() async { try? await bound.eventLoop.submit { self.bound.value.close() }.get() }
}
