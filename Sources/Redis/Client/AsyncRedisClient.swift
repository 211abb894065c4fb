package import NIOCore

/// A `RedisClient` for code outside its event loop.
package struct AsyncRedisClient: Sendable {
    private let client: NIOLoopBound<RedisClient>
    package let eventLoop: any EventLoop
    package let serverInfo: RedisServerInfo

    private init(client: NIOLoopBound<RedisClient>, eventLoop: any EventLoop, serverInfo: RedisServerInfo) {
        self.client = client
        self.eventLoop = eventLoop
        self.serverInfo = serverInfo
    }

    /// Connects, or throws a `RedisError` and leaves nothing behind.
    /// - Parameter patience: how long to try again where time may help, such as a Redis that is starting.
    package static func connect(
        options: RedisOptions,
        on eventLoop: any EventLoop,
        patience: Duration = .zero
    ) async throws -> AsyncRedisClient {
        try await eventLoop.flatSubmit {
            let client = RedisClient(options: options, on: eventLoop)
            let bound = NIOLoopBound(client, eventLoop: eventLoop)
            return client.start(patience: patience)
                .map { AsyncRedisClient(client: bound, eventLoop: eventLoop, serverInfo: $0) }
                .flatMapErrorThrowing { error in
                    bound.value.close()
                    throw error
                }
        }.get()
    }

    /// Throws a `RedisError`, also for an error reply.
    @discardableResult
    package func send(_ command: RedisCommand, timeout: Duration? = nil) async throws -> RedisReply {
        try await eventLoop.flatSubmit { client.value.send(command, timeout: timeout) }.get()
    }

    /// `send("CONFIG", "SET", "maxmemory", 0)`.
    @discardableResult
    package func send<each Argument: RedisArgument>(
        _ name: String,
        _ arguments: repeat each Argument
    ) async throws -> RedisReply {
        try await send(RedisCommand(name, repeat each arguments))
    }

    /// As ``close()``, without waiting for it: whoever waits for an answer gets an error.
    package func closeSoon() {
        eventLoop.execute { client.value.close() }
    }

    package func close() async {
        let closed = eventLoop.submit { client.value.close() }
        // Fails only when the event loop is gone, and then so is the connection.
        try? await closed.get()
    }
}
