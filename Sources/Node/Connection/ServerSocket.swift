import Core
import NIOCore
import Runtime

/// One client's WebSocket, after its upgrade. Confined to the node's event loop.
///
/// Frames are walked in what was read, without a decoder per frame, and are written as they are given: one buffer that
/// many sockets share is not copied.
final class ServerSocket: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// What the socket tells its owner; set before the first byte arrives.
    struct Events {
        var text: (ByteBuffer) -> Void
        /// The kernel has taken everything that was written.
        var drained: () -> Void
        var closed: () -> Void
    }

    /// How long a client may take to answer our close frame, or a stuck socket to take it.
    static let closeTimeout: TimeAmount = .seconds(2)

    /// Results and pongs, in bytes, that may wait for a client to read. Above it the client is not read from either, so that
    /// one that only ever asks costs no more than this.
    static let unsentBytesMax = 1 << 20

    var events: Events?
    private var context: ChannelHandlerContext?
    private var reader: WebSocketFrameReader
    private var closing = false
    /// A write that the kernel takes at once makes the channel unwritable and writable again while it is still written.
    private var writing = false
    /// What was enqueued since everything was last taken.
    private var unsentBytes = 0
    /// Reading waits until the client has read.
    private var isPaused = false

    init(messageBytesMax: Int) {
        reader = WebSocketFrameReader(expectsMask: true, messageBytesMax: messageBytesMax)
    }

    /// Whether frames still reach the client, as far as is known.
    var isOpen: Bool { context != nil && !closing }

    /// Fulfilled when the connection is closed; nil when it is already.
    var closed: EventLoopFuture<Void>? { context?.channel.closeFuture }

    /// Whether everything written so far was taken by the kernel; see ``ServerSocket/watermark``.
    var isDrained: Bool { context?.channel.isWritable ?? true }

    /// With these marks a channel is "writable" exactly while nothing waits in it.
    static let watermark = ChannelOptions.Types.WriteBufferWaterMark(low: 1, high: 1)

    /// Writes a whole frame for the worker of a connection, which looks at ``isDrained`` afterwards and is not told by
    /// `drained` of what happened meanwhile. On a socket that is gone it is dropped, as the original does (reference
    /// signalr2, section 2.1).
    func send(_ frame: ByteBuffer) {
        guard let context, !closing else { return }
        writing = true
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        writing = false
    }

    /// Writes a frame beside the worker: a keep-alive or a result. It leaves with the next flush.
    func enqueue(_ frame: ByteBuffer) {
        guard let context, !closing else { return }
        unsentBytes += frame.readableBytes
        context.write(wrapOutboundOut(frame), promise: nil)
        if unsentBytes > Self.unsentBytesMax { pause(context) }
    }

    private func pause(_ context: ChannelHandlerContext) {
        guard !isPaused else { return }
        isPaused = true
        try? context.channel.syncOptions?.setOption(.autoRead, value: false)
    }

    private func resume(_ context: ChannelHandlerContext) {
        unsentBytes = 0
        guard isPaused else { return }
        isPaused = false
        try? context.channel.syncOptions?.setOption(.autoRead, value: true)
    }

    func flush() {
        context?.flush()
    }

    /// Ends the conversation in good order.
    func close(code: UInt16) {
        guard let context, !closing else { return }
        var frame = context.channel.allocator.buffer(capacity: 4)
        WebSocketFrameWriter.writeClose(code: code, into: &frame)
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
        closing = true
        _ = context.eventLoop.assumeIsolated().scheduleTask(in: Self.closeTimeout) { self.abandon() }
    }

    /// Ends the connection without another word.
    func abandon() {
        context?.close(promise: nil)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        self.context = nil
        events = nil
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        reader.feed(unwrapInboundIn(data))
        do throws(WebSocketError) {
            while let message = try reader.next() { try take(message, context: context) }
        } catch {
            close(code: error.closeCode)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable {
            resume(context)
            if !writing { events?.drained() }
        }
        context.fireChannelWritabilityChanged()
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        events?.closed()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func take(_ message: WebSocketMessage, context: ChannelHandlerContext) throws(WebSocketError) {
        guard !closing || message.isClose else { return }
        switch message {
        // What one client says is passed on byte by byte, and no client takes a frame that is not UTF-8.
        case .text(let bytes):
            guard Self.isText(bytes) else { throw .invalidText }
            events?.text(bytes)
        // The original takes a binary message for text too.
        case .binary(let bytes):
            events?.text(Self.isText(bytes) ? bytes : ByteBuffer(string: String(buffer: bytes)))
        case .ping(let bytes):
            var frame = context.channel.allocator.buffer(capacity: bytes.readableBytes + 2)
            WebSocketFrameWriter.write(
                .pong,
                payload: bytes.readableBytesView,
                count: bytes.readableBytes,
                into: &frame
            )
            enqueue(frame)
            flush()
        case .pong: break
        case .close:
            if closing {
                context.close(promise: nil)
            } else {
                close(code: 1000)
                context.close(promise: nil)
            }
        }
    }

    private static func isText(_ bytes: ByteBuffer) -> Bool {
        bytes.withUnsafeReadableBytes { UTF8Check.isValid($0) }
    }
}
