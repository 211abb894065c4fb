import Core
import NIOCore
import Runtime

/// One end of a connection through the balancer: passes what its channel reads to the other end, and how it ends. Confined to
/// its event loop.
///
/// A FIN is passed as a FIN, the other direction stays open; a RST as a RST. An end is read from only while the other can
/// take what comes.
final class RelayHandler: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private var partner: RelayHandler?
    private var context: ChannelHandlerContext?
    /// A read waits until the other end can take what it brings.
    private var isReadDue = false
    /// The peer of this end has sent its FIN.
    private var hasEnded = false
    private var isClosing = false
    /// We have sent ours to it. Its FIN then ends the channel without another word.
    private var hasFinished = false
    /// The connection broke.
    private var hasFailed = false
    /// Still to be put into what comes from this end.
    private var cookie: CookieInsertion?

    init(cookie: CookieInsertion?) {
        self.cookie = cookie
    }

    static func pair(_ first: RelayHandler, _ second: RelayHandler) {
        first.partner = second
        second.partner = first
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        partner = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        guard let passed = cookie?.pass(bytes.readableBytesView) else {
            partner?.write(bytes)
            return
        }
        if cookie?.isDone == true { cookie = nil }
        if !passed.isEmpty { partner?.write(ByteBuffer(bytes: passed)) }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        partner?.context?.flush()
    }

    func read(context: ChannelHandlerContext) {
        if let other = partner?.context, !other.channel.isWritable {
            isReadDue = true
        } else {
            context.read()
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { partner?.readIfDue() }
        context.fireChannelWritabilityChanged()
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed { inputEnded() }
        context.fireUserInboundEventTriggered(event)
    }

    /// The peer of this end sends nothing more.
    func inputEnded() {
        hasEnded = true
        releaseHeld()
        partner?.closeOutput()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        hasFailed = true
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        // An end that nobody announced by a FIN is a reset, or a failure that the other side has to learn of as one.
        let isInOrder = hasEnded || isClosing || hasFinished
        if isInOrder, !hasFailed { partner?.closeAll() } else { partner?.reset() }
        context.fireChannelInactive()
    }

    private func write(_ bytes: ByteBuffer) {
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    /// The beginning of an answer that never became a whole status line.
    private func releaseHeld() {
        guard let held = cookie?.finish(), !held.isEmpty else { return }
        cookie = nil
        partner?.write(ByteBuffer(bytes: held))
    }

    private func readIfDue() {
        guard isReadDue else { return }
        isReadDue = false
        context?.read()
    }

    /// A FIN behind everything that was written.
    private func closeOutput() {
        guard let context else { return }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            self.hasFinished = true
            context.close(mode: .output, promise: nil)
        }
    }

    private func closeAll() {
        guard let context, !isClosing else { return }
        isClosing = true
        context.writeAndFlush(wrapOutboundOut(ByteBuffer())).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }

    private func reset() {
        isClosing = true
        context?.channel.closeWithReset()
    }
}
