package import NIOCore

/// Whoever speaks over one connection. All calls come on the event loop.
protocol RedisChannelOwner: AnyObject {
    /// The connection stands. May be called more than once.
    func opened(_ channel: any Channel, by handler: RedisChannelHandler)
    /// Something arrived.
    func heard()
    func received(_ reply: RedisReply)
    /// All that one read brought has been handed over.
    func turnEnded()
    /// The connection broke.
    func lost(_ reason: String)
    /// What arrived makes the connection useless.
    func drop(_ error: RedisError)
}

/// The end of one connection's pipeline: bytes in, replies to its owner.
package final class RedisChannelHandler: ChannelInboundHandler {
    package typealias InboundIn = ByteBuffer

    private let parser: RedisReplyParser
    private var replies: [RedisReply] = []
    /// nil once the owner has given this connection up.
    private var owner: (any RedisChannelOwner)?

    init(owner: any RedisChannelOwner, replyBytesMax: Int) {
        self.owner = owner
        parser = RedisReplyParser(replyBytesMax: replyBytesMax)
    }

    func detach() {
        owner = nil
    }

    package func handlerAdded(context: ChannelHandlerContext) {
        if context.channel.isActive { owner?.opened(context.channel, by: self) }
    }

    package func channelActive(context: ChannelHandlerContext) {
        owner?.opened(context.channel, by: self)
        context.fireChannelActive()
    }

    package func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard let owner else { return }
        owner.heard()
        var violation: RedisError?
        do throws(RedisError) {
            try parser.read(unwrapInboundIn(data), into: &replies)
        } catch {
            violation = error
        }
        for reply in replies {
            // A reply may make the owner drop the connection: what follows is no longer its business.
            self.owner?.received(reply)
        }
        replies.removeAll(keepingCapacity: true)
        if let violation { self.owner?.drop(violation) }
    }

    package func channelReadComplete(context: ChannelHandlerContext) {
        owner?.turnEnded()
        context.fireChannelReadComplete()
    }

    package func channelInactive(context: ChannelHandlerContext) {
        owner?.lost("it was closed by the other side")
        context.fireChannelInactive()
    }

    package func errorCaught(context: ChannelHandlerContext, error: any Error) {
        owner?.lost(RedisError.reason(of: error))
        context.close(promise: nil)
    }
}
