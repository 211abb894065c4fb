import NIOCore
import NIOPosix
import Runtime

/// A WebSocket as raw as can be: the upgrade by hand, then one text at a time.
struct TestSocket: Sendable {
    /// How long a test waits for anything.
    static let patience: TimeAmount = .seconds(20)

    let channel: any Channel
    private let handler: NIOLoopBound<TestSocketHandler>

    /// Sends the upgrade request and waits for the answer.
    static func open(_ path: String, port: UInt16) async throws -> TestSocket {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.next()
        let handler = try await eventLoop.submit {
            NIOLoopBound(TestSocketHandler(eventLoop: eventLoop), eventLoop: eventLoop)
        }.get()
        let channel = try await ClientBootstrap(group: eventLoop)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(handler.value)
                }
            }
            .connect(host: "127.0.0.1", port: Int(port)).get()
        let socket = TestSocket(channel: channel, handler: handler)
        try await channel.writeAndFlush(
            ByteBuffer(
                string: "GET \(path) HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
                    + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
            )
        )
        let head = try await socket.next()
        guard head.hasPrefix("HTTP/1.1 101 ") else { throw TestFailure(head) }
        return socket
    }

    /// The head of the response to the upgrade, then each text; nil when the server has closed the connection.
    func nextOrEnd() async throws -> String? {
        try await channel.eventLoop.flatSubmit { handler.value.next(within: Self.patience) }.get()
    }

    func next() async throws -> String {
        guard let text = try await nextOrEnd() else { throw TestFailure("the server closed the connection") }
        return text
    }

    /// The code of the server's close frame; nil when there was none.
    func closeCode() async throws -> UInt16? {
        try await channel.eventLoop.submit { handler.value.closeCode }.get()
    }

    func send(_ text: String) async throws {
        var buffer = ByteBuffer()
        WebSocketFrameWriter.writeText(ByteBuffer(string: text), mask: 0x1234_5678, into: &buffer)
        try await channel.writeAndFlush(buffer)
    }

    /// Ends the TCP connection without a word.
    func cut() async {
        try? await channel.close()
    }
}

private final class TestSocketHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let eventLoop: any EventLoop
    private var head = ByteBuffer()
    private var reader: WebSocketFrameReader?
    private var texts: [String] = []
    private var hasEnded = false
    private var waiting: EventLoopPromise<String?>?
    private(set) var closeCode: UInt16?

    init(eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func next(within patience: TimeAmount) -> EventLoopFuture<String?> {
        let promise = eventLoop.makePromise(of: String?.self)
        if !texts.isEmpty {
            promise.succeed(texts.removeFirst())
        } else if hasEnded {
            promise.succeed(nil)
        } else {
            waiting = promise
            let timeout = eventLoop.assumeIsolated().scheduleTask(in: patience) {
                self.waiting = nil
                promise.fail(TestFailure("nothing came within \(patience)"))
            }
            promise.futureResult.assumeIsolated().whenSuccess { _ in timeout.cancel() }
        }
        return promise.futureResult
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var bytes = unwrapInboundIn(data)
        if reader == nil {
            head.writeBuffer(&bytes)
            guard let length = Self.headLength(head.readableBytesView), let text = head.readString(length: length)
            else { return }
            give(text)
            reader = WebSocketFrameReader(expectsMask: false, messageBytesMax: 1 << 24)
            bytes = head
        }
        reader?.feed(bytes)
        do {
            while let message = try reader?.next() {
                switch message {
                case .text(let text): give(String(buffer: text))
                case .close(let code):
                    closeCode = code
                    context.close(promise: nil)
                case .binary, .ping, .pong: break
                }
            }
        } catch {
            context.close(promise: nil)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        hasEnded = true
        waiting?.succeed(nil)
        waiting = nil
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func give(_ text: String) {
        if let promise = waiting {
            waiting = nil
            promise.succeed(text)
        } else {
            texts.append(text)
        }
    }

    /// Bytes up to and including the empty line.
    private static func headLength(_ bytes: ByteBufferView) -> Int? {
        let end = Array("\r\n\r\n".utf8)
        return bytes.indices.first { bytes[$0...].starts(with: end) }.map { $0 - bytes.startIndex + end.count }
    }
}
