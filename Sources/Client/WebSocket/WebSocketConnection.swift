import Core
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket
import Runtime

/// What a ``WebSocketConnection`` tells, on its event loop, with the time of the read.
protocol WebSocketEvents: AnyObject {
    func webSocketOpened(_ connection: WebSocketConnection, time: UInt64)
    /// It will not open.
    func webSocketFailed(_ connection: WebSocketConnection, why: String, time: UInt64)
    /// A whole text message; the bytes are valid during the call only.
    func webSocketReceived(_ connection: WebSocketConnection, text: UnsafeRawBufferPointer, time: UInt64)
    /// All messages of one read were handed out.
    func webSocketReadEnded(_ connection: WebSocketConnection)
    /// It was open and is over.
    func webSocketEnded(_ connection: WebSocketConnection, why: String, time: UInt64)
}

/// The client's end of one WebSocket, from the upgrade on. Confined to one event loop; once its owner has closed it, it
/// tells nothing any more.
final class WebSocketConnection {
    /// Longest message taken from a server, in bytes.
    static let messageBytesMax = 256 << 20
    /// What is read at once, at most: smaller reads cost a quarter more CPU per delivery. Each connection keeps its buffer, so
    /// where little arrives it stays at ``idleReadBytes``.
    static let readBytes = 64 << 10
    static let idleReadBytes = 2 << 10
    /// How long a server may take to answer a close frame.
    static let closingTimeout = TimeAmount.seconds(1)

    private let eventLoop: any EventLoop
    private weak var events: (any WebSocketEvents)?
    private var channel: (any Channel)?
    private var masks: SeededGenerator
    private var outgoing = ByteBuffer()
    private var isOpen = false
    private var isOver = false
    /// Who says that it has taken the upgrade.
    private(set) var node: NodeID?
    /// Whether what arrives is taken from the kernel.
    var isReading = true {
        didSet {
            guard let channel, isReading != oldValue else { return }
            try? channel.syncOptions?.setOption(.autoRead, value: isReading)
        }
    }
    /// Open, and ignored since it was silenced.
    private var silent: (any Channel)?

    /// Connects and asks for the upgrade at once.
    init(
        _ target: String,
        at address: NodeAddress,
        seed: UInt64,
        on eventLoop: any EventLoop,
        events: any WebSocketEvents
    ) {
        self.eventLoop = eventLoop
        self.events = events
        masks = SeededGenerator(seed: seed)
        let key = NIOWebSocketClientUpgrader.randomRequestKey(using: &masks)
        let this = NIOLoopBound(self, eventLoop: eventLoop)
        let upgrader = WebSocketUpgrader(key: key, connection: this)
        ClientBootstrap(group: eventLoop)
            .connectTimeout(.nanoseconds(Int64(SignalRClientOptions.stepTimeout)))
            .channelOption(
                .recvAllocator,
                value: AdaptiveRecvByteBufferAllocator(
                    minimum: Self.idleReadBytes,
                    initial: Self.idleReadBytes,
                    maximum: Self.readBytes
                )
            )
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try upgrader.configure(channel, target: target, host: "\(address.host):\(address.port)")
                }
            }
            .connect(host: address.host, port: Int(address.port))
            .assumeIsolated()
            .whenComplete { result in
                switch result {
                case .success(let channel): this.value.connected(channel)
                case .failure(let error): this.value.fail("\(error)")
                }
            }
    }

    /// Queues a text message for the next ``flush()``.
    func send(_ text: [UInt8]) {
        guard isOpen else { return }
        let mask = UInt32(truncatingIfNeeded: masks.next())
        WebSocketFrameWriter.write(.text, payload: text, count: text.count, mask: mask, into: &outgoing)
    }

    /// Everything queued leaves in one write.
    func flush() {
        guard isOpen, outgoing.readableBytes > 0, let channel else { return }
        channel.writeAndFlush(outgoing, promise: nil)
        outgoing = ByteBuffer()
    }

    /// Ends with a close frame; the server has ``closingTimeout`` to answer it.
    func closePolitely() {
        guard isOpen, let channel else { return close() }
        let mask = UInt32(truncatingIfNeeded: masks.next())
        WebSocketFrameWriter.writeClose(code: 1000, mask: mask, into: &outgoing)
        flush()
        forget()
        let limit = eventLoop.scheduleTask(in: Self.closingTimeout) { channel.close(promise: nil) }
        channel.closeFuture.whenComplete { _ in limit.cancel() }
    }

    /// Ends with FIN alone.
    func close() {
        let channel = channel
        forget()
        channel?.close(promise: nil)
    }

    /// Neither reads nor writes any more, and tells nothing, until ``reset()``. What was queued is not sent.
    func silence() {
        isReading = false
        let channel = channel
        forget()
        silent = channel
        outgoing = ByteBuffer()
    }

    /// Ends with RST.
    func reset() {
        let channel = channel ?? silent
        silent = nil
        forget()
        channel?.closeWithReset()
    }

    private func forget() {
        isOver = true
        isOpen = false
        events = nil
        channel = nil
    }

    private func connected(_ channel: any Channel) {
        if isOver { channel.close(promise: nil) } else { self.channel = channel }
    }
}

// What the handlers of its channel report.
extension WebSocketConnection {
    func accepted(by node: NodeID?) {
        self.node = node
    }

    func upgraded(_ channel: any Channel) {
        guard !isOver, !isOpen else { return }
        self.channel = channel
        isOpen = true
        events?.webSocketOpened(self, time: MonotonicClock.now())
    }

    /// False when nobody wants more of this read.
    func received(_ message: WebSocketMessage, time: UInt64) -> Bool {
        switch message {
        case .text(let text):
            text.withUnsafeReadableBytes { events?.webSocketReceived(self, text: $0, time: time) }
        case .binary: end("the server sent a binary message")
        case .ping(let bytes):
            let mask = UInt32(truncatingIfNeeded: masks.next())
            WebSocketFrameWriter.write(
                .pong,
                payload: bytes.readableBytesView,
                count: bytes.readableBytes,
                mask: mask,
                into: &outgoing
            )
            flush()
        case .pong: break
        case .close(let code):
            end("closed by the server" + (code.map { " with code \($0)" } ?? ""), answer: code ?? 1000)
        }
        return !isOver
    }

    func readEnded() {
        events?.webSocketReadEnded(self)
    }

    /// The socket or what came over it is of no use any more.
    func end(_ why: String, answer code: UInt16? = nil) {
        guard isOpen, let channel else { return fail(why) }
        if let code {
            WebSocketFrameWriter.writeClose(code: code, mask: UInt32(truncatingIfNeeded: masks.next()), into: &outgoing)
            flush()
        }
        let events = events
        forget()
        channel.close(promise: nil)
        events?.webSocketEnded(self, why: why, time: MonotonicClock.now())
    }

    /// It will not open.
    func fail(_ why: String) {
        guard !isOver else { return }
        let channel = channel
        let events = events
        forget()
        channel?.close(promise: nil)
        events?.webSocketFailed(self, why: why, time: MonotonicClock.now())
    }
}
