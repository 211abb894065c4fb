import Core
import Glibc
import NIOCore

/// One of the two sockets of a connection through a link: the last handler of its channel. Reads only when told to.
final class LinkSocket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long bytes before an end may take to be taken by a peer that reads slowly.
    private static let flushPatience: TimeAmount = .seconds(1)

    /// What it sends goes this way.
    let direction: LinkDirection
    private weak var connection: LinkConnection?
    private var context: ChannelHandlerContext?
    private var isDirty = false
    private(set) var isInputEnded = false
    private(set) var isOutputEnded = false
    private(set) var isGone = false
    private var hasFailed = false

    init(_ connection: LinkConnection, sends direction: LinkDirection) {
        self.connection = connection
        self.direction = direction
    }

    var isWritable: Bool { context?.channel.isWritable ?? false }
    var localPort: UInt16? { context?.localAddress?.port.map { UInt16($0) } }
    var remotePort: UInt16? { context?.remoteAddress?.port.map { UInt16($0) } }

    func read() {
        if !isInputEnded { context?.read() }
    }

    /// - Parameter sent: called when the kernel has taken all of it, and not at all when it is dropped before.
    func write(_ buffer: ByteBuffer, sent: (() -> Void)? = nil) {
        guard !isGone, !isOutputEnded, let context else { return }
        var promise: EventLoopPromise<Void>?
        if let sent {
            let made = context.eventLoop.makePromise(of: Void.self)
            made.futureResult.assumeIsolated().whenSuccess(sent)
            promise = made
        }
        context.write(wrapOutboundOut(buffer), promise: promise)
        isDirty = true
    }

    func flush() {
        guard isDirty else { return }
        isDirty = false
        context?.flush()
    }

    /// FIN behind everything that was written.
    func endOutput() {
        guard !isGone, !isOutputEnded else { return }
        isOutputEnded = true
        afterFlush { $0.close(mode: .output, promise: nil) }
    }

    /// RST behind everything that was written.
    func abortInOrder() {
        guard !isGone else { return }
        isOutputEnded = true
        context?.eventLoop.assumeIsolated().scheduleTask(in: Self.flushPatience) { [weak self] in self?.abort() }
        afterFlush { [weak self] _ in self?.abort() }
    }

    /// RST now. What was not sent yet is dropped.
    func abort() {
        guard !isGone, let context else { return }
        isOutputEnded = true
        if let socket = context.channel as? any SocketOptionProvider {
            _ = socket.setSoLinger(linger(l_onoff: 1, l_linger: 0))
        }
        context.close(promise: nil)
    }

    /// Closing half of a channel whose other half is closed would drop what is still to be written, so this waits for it.
    private func afterFlush(_ body: @escaping (ChannelHandlerContext) -> Void) {
        guard let context else { return }
        let promise = context.eventLoop.makePromise(of: Void.self)
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: promise)
        promise.futureResult.assumeIsolated().whenSuccess { [weak self] in
            guard let self, !self.isGone, let context = self.context else { return }
            body(context)
        }
    }
}

extension LinkSocket {
    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
    }

    func channelActive(context: ChannelHandlerContext) {
        connection?.becameActive(self)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        connection?.received(unwrapInboundIn(data), self)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        connection?.readCompleted(self)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        connection?.writabilityChanged(self)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case ChannelEvent.inputClosed = event, !isInputEnded else { return }
        isInputEnded = true
        connection?.ended(self, .close)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // Only the peer's reset comes this way; the channel closes by itself then.
        hasFailed = true
    }

    func channelInactive(context: ChannelHandlerContext) {
        isGone = true
        // A half that is closed last takes the channel with it.
        let isOrderly = isInputEnded || (isOutputEnded && !hasFailed)
        let wasEnded = isInputEnded
        isInputEnded = true
        if !wasEnded { connection?.ended(self, isOrderly ? .close : .reset) }
        connection?.left(self, hasFailed: hasFailed)
    }
}
