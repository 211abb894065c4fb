package import NIOCore

/// The end of one connection's pipeline: bytes in, replies to the session.
package final class RedisChannelHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer

    private let parser: RedisReplyParser
    private var replies: [RedisReply] = []
    /// nil once the session has given this connection up.
    private var session: RedisSession?

    init(session: RedisSession, replyBytesMax: Int) {
        self.session = session
        parser = RedisReplyParser(replyBytesMax: replyBytesMax)
    }

    func detach() {
        session = nil
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { session?.opened(context.channel, by: self) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        session?.opened(context.channel, by: self)
        context.fireChannelActive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let session else { return }
        session.heard()
        var violation: RedisError?
        do throws(RedisError) {
            try parser.read(unwrapInboundIn(data), into: &replies)
        } catch {
            violation = error
        }
        for reply in replies {
            // A reply may make the session drop the connection: what follows is no longer its business.
            self.session?.received(reply)
        }
        replies.removeAll(keepingCapacity: true)
        if let violation { self.session?.drop(violation) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        session?.turnEnded()
        context.fireChannelReadComplete()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        session?.lost("it was closed by the other side")
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        session?.lost(RedisError.reason(of: error))
        context.close(promise: nil)
    }
}
