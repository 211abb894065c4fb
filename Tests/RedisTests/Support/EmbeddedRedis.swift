import NIOCore
import NIOEmbedded
import Redis

/// A Redis without a socket and without time: the test reads what was written and writes the replies.
final class EmbeddedRedis {
    let loop = EmbeddedEventLoop()
    /// The connections of all attempts, in their order.
    private(set) var channels: [EmbeddedChannel] = []
    /// The connection of the last attempt.
    var channel: EmbeddedChannel? { channels.last }
    private(set) var attempts = 0
    /// Set to make the next attempts fail.
    var refusal: (any Error)?

    lazy var connector: RedisConnector = { [unowned self] _, handler in
        attempts += 1
        if let refusal { return loop.makeFailedFuture(refusal) }
        let channel = EmbeddedChannel(loop: loop)
        channels.append(channel)
        do {
            try channel.pipeline.syncOperations.addHandler(handler)
            let address = try SocketAddress(ipAddress: "127.0.0.1", port: 1)
            return channel.connect(to: address).map { channel }
        } catch {
            return loop.makeFailedFuture(error)
        }
    }

    /// The commands written since the last call, arguments joined by blanks. Runs what is due first.
    func commands() throws -> [String] {
        try commands(on: channels.count - 1)
    }

    /// On the connection of an attempt, from 0.
    func commands(on attempt: Int) throws -> [String] {
        loop.run()
        guard channels.indices.contains(attempt) else { return [] }
        let parser = RedisReplyParser()
        var replies: [RedisReply] = []
        while let bytes = try channels[attempt].readOutbound(as: ByteBuffer.self) {
            try parser.read(bytes, into: &replies)
        }
        return replies.map { ($0.elements ?? []).compactMap(\.string).joined(separator: " ") }
    }

    /// How many writes left since the last call.
    func writes() throws -> Int {
        loop.run()
        var count = 0
        while try channel?.readOutbound(as: ByteBuffer.self) != nil { count += 1 }
        return count
    }

    func reply(_ replies: RedisReply...) throws {
        try reply(on: channels.count - 1, replies)
    }

    /// On the connection of an attempt, from 0.
    func reply(on attempt: Int, _ replies: [RedisReply]) throws {
        try channels[attempt].writeInbound(ByteBuffer(bytes: replies.flatMap { RESPText.encode($0) }))
        loop.run()
    }

    /// Answers the handshake of an address without password and name.
    func completeHandshake(version: String = "7.0.15") throws {
        _ = try commands()
        try reply(
            .bulk("redis_version:\(version)\r\nrun_id:r1\r\n"),
            .bulk("role:master\r\n"),
            .bulk("cluster_enabled:0\r\n"),
            .simple("PONG")
        )
    }

    /// From now on a write breaks the connection while it is made.
    func failWrites() throws {
        try channel?.pipeline.syncOperations.addHandler(BreakingWrites(), position: .first)
    }

    /// The other side closes the connection.
    func drop() {
        channel?.pipeline.fireChannelInactive()
        loop.run()
    }
}

private final class BreakingWrites: ChannelOutboundHandler {
    typealias OutboundIn = ByteBuffer

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.fireErrorCaught(ChannelError.eof)
        promise?.fail(ChannelError.eof)
    }
}
