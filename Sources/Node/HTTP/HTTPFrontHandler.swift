import Core
import NIOCore
import NIOHTTP1

/// Takes the requests of one HTTP connection and writes the replies, in order.
///
/// Confined to its event loop. It is removed when the connection becomes a WebSocket.
final class HTTPFrontHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let node: NodeID
    /// Longest body that is taken, in bytes: a message whose every byte is escaped, and the name of its field.
    private let bodyBytesMax: Int
    private let answer: (SignalRRequest) -> EventLoopFuture<HTTPReply>
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var tooLong = false

    init(node: NodeID, bodyBytesMax: Int, answer: @escaping (SignalRRequest) -> EventLoopFuture<HTTPReply>) {
        self.node = node
        self.bodyBytesMax = bodyBytesMax
        self.answer = answer
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head):
            self.head = head
            body.clear()
            tooLong = false
        case .body(let piece):
            if body.readableBytes + piece.readableBytes > bodyBytesMax {
                tooLong = true
            } else {
                body.writeImmutableBuffer(piece)
            }
        case .end:
            guard let head else { return }
            self.head = nil
            if tooLong {
                let reply = HTTPReply.text(.payloadTooLarge, "a request body may have \(bodyBytesMax) bytes")
                return write(reply, to: head, context: context)
            }
            answer(SignalRRequest(head: head, body: body)).assumeIsolated().whenComplete { result in
                switch result {
                case .success(let reply): self.write(reply, to: head, context: context)
                case .failure(let error):
                    self.write(.text(.internalServerError, "\(error)"), to: head, context: context)
                }
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // A refused upgrade goes on as a plain request, which gets the status that says why.
        if error is RefusedUpgrade { return }
        context.close(promise: nil)
    }

    private func write(_ reply: HTTPReply, to request: HTTPRequestHead, context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let keepAlive = request.isKeepAlive
        var head = HTTPResponseHead(
            version: request.version,
            status: reply.status,
            headers: reply.headers(keepAlive: keepAlive)
        )
        head.headers.add(name: NodeHeader.name, value: node.description)
        context.write(wrapOutboundOut(.head(head)), promise: nil)
        if request.method != .HEAD { context.write(wrapOutboundOut(.body(.byteBuffer(reply.body))), promise: nil) }
        let written = context.writeAndFlush(wrapOutboundOut(.end(nil)))
        if !keepAlive {
            written.assumeIsolated().whenComplete { _ in context.close(promise: nil) }
        }
    }
}

/// Says that a request may not become a WebSocket.
struct RefusedUpgrade: Error {}
