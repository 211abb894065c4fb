import Core
import NIOCore
import Runtime

/// Reads the head of the first request of a client, finds a node, and then passes bytes only. Confined to its event loop.
final class RequestHandler: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// How long a client may take to send the head of its request.
    static let headTimeout: TimeAmount = .seconds(10)

    private let dispatcher: Dispatcher
    private var request = ByteBuffer()
    private var isConnecting = false
    /// The client has sent its FIN while a node was looked for.
    private var hasEnded = false
    private var timer: Scheduled<Void>?

    init(_ dispatcher: Dispatcher) {
        self.dispatcher = dispatcher
    }

    func channelActive(context: ChannelHandlerContext) {
        let (dispatcher, channel) = (dispatcher, context.channel)
        dispatcher.opened(channel)
        channel.closeFuture.assumeIsolated().whenComplete { _ in dispatcher.closed(channel) }
        timer = context.eventLoop.assumeIsolated().scheduleTask(in: Self.headTimeout) {
            self.refuse("408 Request Timeout", "no request came", context)
        }
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        request.writeImmutableBuffer(unwrapInboundIn(data))
        guard !isConnecting else { return }
        switch BalancedRequest(request.readableBytesView) {
        case .incomplete: return
        case .tooLong: refuse("431 Request Header Fields Too Large", "the head of the request is too long", context)
        case .complete(let mark): connect(mark, context)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if event as? ChannelEvent == .inputClosed {
            hasEnded = true
            // Nobody waits for an answer to half a head.
            if !isConnecting { context.close(promise: nil) }
        }
        context.fireUserInboundEventTriggered(event)
    }

    func channelInactive(context: ChannelHandlerContext) {
        timer?.cancel()
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func connect(_ mark: StickyMark?, _ context: ChannelHandlerContext) {
        isConnecting = true
        timer?.cancel()
        let channel = context.channel
        // What the client does meanwhile, its end included, is read when there is somebody to pass it to.
        try? channel.syncOptions?.setOption(.autoRead, value: false)
        dispatcher.connect(mark).assumeIsolated().whenComplete { result in
            switch result {
            case .failure(let error): self.refuse("503 Service Unavailable", "\(error)", context)
            case .success(let node):
                guard channel.isActive else { return node.channel.closeWithReset() }
                self.relay(channel, node, context)
            }
        }
    }

    private func relay(_ client: any Channel, _ node: NodeConnection, _ context: ChannelHandlerContext) {
        let front = RelayHandler(cookie: nil)
        let back = RelayHandler(cookie: node.cookie)
        RelayHandler.pair(front, back)
        do {
            try client.pipeline.syncOperations.addHandler(front)
            try node.channel.pipeline.syncOperations.addHandler(back)
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
            node.channel.writeAndFlush(request, promise: nil)
            if hasEnded { front.inputEnded() }
            try client.syncOptions?.setOption(.autoRead, value: true)
            try node.channel.syncOptions?.setOption(.autoRead, value: true)
        } catch {
            client.close(promise: nil)
            node.channel.close(promise: nil)
        }
    }

    /// Answers in the balancer's own name.
    private func refuse(_ status: String, _ reason: String, _ context: ChannelHandlerContext) {
        guard context.channel.isActive else { return }
        let answer =
            "HTTP/1.1 \(status)\r\nContent-Type: text/plain; charset=UTF-8\r\nContent-Length: \(reason.utf8.count)\r\n"
            + "Cache-Control: no-cache\r\nConnection: close\r\n\r\n\(reason)"
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: answer))).assumeIsolated().whenComplete { _ in
            context.close(promise: nil)
        }
    }
}
