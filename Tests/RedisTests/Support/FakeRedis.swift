import Core
import NIOCore
import NIOPosix
import Redis

/// A TCP server that answers commands as a function says: for servers that cannot be had, such as an old one.
func withFakeRedis<Result>(
    _ answer: @escaping @Sendable (_ command: [String]) -> RedisReply?,
    _ body: (RedisAddress) async throws -> Result
) async throws -> Result {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(FakeRedisHandler(answer))
            }
        }
        .bind(host: "127.0.0.1", port: 0).get()
    do {
        let result = try await body(RedisAddress(port: UInt16(server.localAddress?.port ?? 0)))
        try await server.close()
        return result
    } catch {
        try? await server.close()
        throw error
    }
}

private final class FakeRedisHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let answer: @Sendable ([String]) -> RedisReply?
    private let parser = RedisReplyParser()

    init(_ answer: @escaping @Sendable ([String]) -> RedisReply?) {
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var commands: [RedisReply] = []
        do {
            try parser.read(unwrapInboundIn(data), into: &commands)
        } catch {
            context.close(promise: nil)
            return
        }
        for command in commands {
            guard let reply = answer((command.elements ?? []).compactMap(\.string)) else { continue }
            context.write(wrapOutboundOut(ByteBuffer(bytes: RESPText.encode(reply))), promise: nil)
        }
        context.flush()
    }
}

/// What Redis says to a handshake; everything else is left unanswered.
func handshakeReply(to command: [String], version: String = "7.0.15") -> RedisReply? {
    switch command {
    case ["INFO", "server"]: .bulk("# Server\r\nredis_version:\(version)\r\nrun_id:fake\r\n")
    case ["INFO", "replication"]: .bulk("# Replication\r\nrole:master\r\n")
    case ["INFO", "cluster"]: .bulk("# Cluster\r\ncluster_enabled:0\r\n")
    case ["PING"]: .simple("PONG")
    default: nil
    }
}
