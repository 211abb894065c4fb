import Core
import NIOCore
import NIOHTTP1
import NIOPosix

/// What a node answers to requests; called on the event loop.
protocol RequestHandler: AnyObject {
    /// Who answers; every answer says it.
    var node: NodeID { get }
    func answer(_ request: SignalRRequest) -> EventLoopFuture<HTTPReply>
    /// What to do with the socket of a request that asks for one; nil refuses, and ``answer(_:)`` says why.
    func accept(_ request: SignalRRequest) -> ((ServerSocket) -> Void)?
}

/// Listens on 127.0.0.1 and gives every connection its HTTP pipeline. All its connections live on the one event loop.
enum NodeListener {
    /// Connections that may wait to be accepted.
    private static let backlog: Int32 = 4096

    static func bind(
        port: UInt16,
        messageBytesMax: Int,
        handler: any RequestHandler,
        on eventLoop: any EventLoop
    ) -> EventLoopFuture<any Channel> {
        let bound = NIOLoopBound(handler, eventLoop: eventLoop)
        return ServerBootstrap(group: eventLoop)
            .serverChannelOption(.backlog, value: backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try configure(channel, messageBytesMax: messageBytesMax, handler: bound.value)
                }
            }
            .bind(host: "127.0.0.1", port: Int(port))
    }

    private static func configure(_ channel: any Channel, messageBytesMax: Int, handler: any RequestHandler) throws {
        // Percent signs can triple a form, and the name of its field comes on top.
        let front = HTTPFrontHandler(node: handler.node, bodyBytesMax: 3 * messageBytesMax + 64) { handler.answer($0) }
        let upgrader = SocketUpgrader(node: handler.node, messageBytesMax: messageBytesMax) { handler.accept($0) }
        let pipeline = channel.pipeline.syncOperations
        try pipeline.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    let pipeline = context.pipeline.syncOperations
                    guard let front = try? pipeline.handler(type: HTTPFrontHandler.self) else { return }
                    pipeline.removeHandler(front, promise: nil)
                }
            )
        )
        try pipeline.addHandler(front)
    }
}
