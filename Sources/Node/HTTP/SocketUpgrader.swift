import Core
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Makes a WebSocket of a request that the node accepts. The handshake is NIO's; frames are walked by ``ServerSocket``.
///
/// Confined to its event loop.
final class SocketUpgrader: HTTPServerProtocolUpgrader {
    let supportedProtocol = "websocket"
    let requiredUpgradeHeaders: [String] = []

    /// Reads are of this size, so that many frames arrive in one wake-up.
    static let receiveBytes = 64 << 10

    private let handshake: NIOWebSocketServerUpgrader
    private let node: NodeID
    private let messageBytesMax: Int
    /// Says whether a request may become a WebSocket, and what is done with the socket then.
    private let accept: (SignalRRequest) -> ((ServerSocket) -> Void)?
    private var accepted: ((ServerSocket) -> Void)?

    init(node: NodeID, messageBytesMax: Int, accept: @escaping (SignalRRequest) -> ((ServerSocket) -> Void)?) {
        self.node = node
        self.messageBytesMax = messageBytesMax
        self.accept = accept
        handshake = NIOWebSocketServerUpgrader(
            shouldUpgrade: { channel, _ in channel.eventLoop.makeSucceededFuture([:]) },
            upgradePipelineHandler: { channel, _ in channel.eventLoop.makeSucceededVoidFuture() }
        )
    }

    func buildUpgradeResponse(
        channel: any Channel,
        upgradeRequest: HTTPRequestHead,
        initialResponseHeaders: HTTPHeaders
    ) -> EventLoopFuture<HTTPHeaders> {
        guard let accepted = accept(SignalRRequest(head: upgradeRequest, isUpgrade: true)) else {
            return channel.eventLoop.makeFailedFuture(RefusedUpgrade())
        }
        self.accepted = accepted
        return handshake.buildUpgradeResponse(
            channel: channel,
            upgradeRequest: upgradeRequest,
            initialResponseHeaders: initialResponseHeaders
        ).map { [node] headers in
            var headers = headers
            headers.add(name: "X-Content-Type-Options", value: "nosniff")
            headers.add(name: NodeHeader.name, value: node.description)
            return headers
        }.flatMapErrorThrowing { _ in throw RefusedUpgrade() }
    }

    func upgrade(context: ChannelHandlerContext, upgradeRequest: HTTPRequestHead) -> EventLoopFuture<Void> {
        let channel = context.channel
        let socket = ServerSocket(messageBytesMax: messageBytesMax)
        do {
            try channel.syncOptions?.setOption(.writeBufferWaterMark, value: ServerSocket.watermark)
            try channel.syncOptions?.setOption(
                .recvAllocator,
                value: FixedSizeRecvByteBufferAllocator(capacity: Self.receiveBytes)
            )
            try channel.pipeline.syncOperations.addHandler(socket)
        } catch {
            return channel.eventLoop.makeFailedFuture(error)
        }
        accepted?(socket)
        return channel.eventLoop.makeSucceededVoidFuture()
    }
}
