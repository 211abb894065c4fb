import Core
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOWebSocket

/// A SignalR 2.4 server of one process without a backplane, as small as a client can be tested with, and one that
/// misbehaves on request.
struct FakeServer: Sendable {
    /// What it does otherwise than well.
    struct Script: Sendable {
        var keepAliveTimeoutSeconds = 20.0
        var disconnectTimeoutSeconds = 30.0
        /// Requests to negotiate that are answered with 503 first.
        var negotiateFailures = 0
        /// Upgrades to `/reconnect` that are refused first.
        var reconnectFailures = 0
        /// Hub calls that are never answered, by method.
        var unanswered: Set<String> = []
        /// Publishes that are answered with an error first, and with which outcome.
        var publishFailures = 0
        var publishFailure = Outcome.fail
        /// Publishes that are acknowledged first, and reach nobody.
        var deliveriesSwallowed = 0
        /// What it says in its answers who it is.
        var name: String?
        /// The log behind its hub; without one it has no sessions.
        var log: FakeLog?
        /// Connections that may be open at the same time.
        var connectionsMax = Int.max
    }

    private let group: MultiThreadedEventLoopGroup
    private let hub: NIOLoopBound<FakeHub>
    private let channel: any Channel
    let port: UInt16

    static func start(_ script: Script = Script(), port: UInt16 = 0) async throws -> FakeServer {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let loop = group.next()
        let hub = try await loop.submit { NIOLoopBound(FakeHub(script), eventLoop: loop) }.get()
        let channel = try await ServerBootstrap(group: group)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try configure(channel, hub) }
            }
            .bind(host: "127.0.0.1", port: Int(port))
            .get()
        return FakeServer(
            group: group,
            hub: hub,
            channel: channel,
            port: UInt16(channel.localAddress?.port ?? 0)
        )
    }

    var address: NodeAddress { address(NodeID(1)) }
    func address(_ node: NodeID) -> NodeAddress { NodeAddress(node: node, port: port) }

    func stop() async throws {
        try await group.shutdownGracefully()
    }

    /// Looks at the hub, or makes it do something, on its loop.
    func with<Value: Sendable>(_ body: @escaping @Sendable (FakeHub) throws -> Value) async throws -> Value {
        try await group.next().submit { try body(hub.value) }.get()
    }

    private static func configure(_ channel: any Channel, _ hub: NIOLoopBound<FakeHub>) throws {
        let front = NIOLoopBound(FakeFront(hub.value), eventLoop: channel.eventLoop)
        let upgrader = NIOWebSocketServerUpgrader(
            maxFrameSize: 1 << 20,
            shouldUpgrade: { channel, head in
                let name = hub.value.script.name.map { [(NodeHeader.name, $0)] } ?? []
                let headers: HTTPHeaders? = hub.value.admits(head.uri) ? HTTPHeaders(name) : nil
                return channel.eventLoop.makeSucceededFuture(headers)
            },
            upgradePipelineHandler: { channel, head in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(FakeSocket(hub.value, target: head.uri))
                }
            }
        )
        try channel.pipeline.syncOperations.configureHTTPServerPipeline(
            withServerUpgrade: (
                upgraders: [upgrader],
                completionHandler: { context in
                    context.pipeline.syncOperations.removeHandler(front.value, promise: nil)
                }
            )
        )
        try channel.pipeline.syncOperations.addHandler(front.value)
    }
}

/// Answers plain requests.
private final class FakeFront: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let hub: FakeHub
    private var target = ""

    init(_ hub: FakeHub) {
        self.hub = hub
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): target = head.uri
        case .body: break
        case .end:
            let (status, text) = hub.answer(target)
            let body = ByteBuffer(string: text)
            var headers = HTTPHeaders([("Content-Length", "\(body.readableBytes)")])
            if let name = hub.script.name { headers.add(name: NodeHeader.name, value: name) }
            let head = HTTPResponseHead(version: .http1_1, status: status, headers: headers)
            context.write(wrapOutboundOut(.head(head)), promise: nil)
            context.write(wrapOutboundOut(.body(.byteBuffer(body))), promise: nil)
            context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
        }
    }
}

/// One connection of a client, through NIO's own frame codec.
final class FakeSocket: ChannelInboundHandler {
    typealias InboundIn = WebSocketFrame
    typealias OutboundOut = WebSocketFrame

    private let hub: FakeHub
    let target: String
    private var context: ChannelHandlerContext?

    init(_ hub: FakeHub, target: String) {
        self.hub = hub
        self.target = target
    }

    func handlerAdded(context: ChannelHandlerContext) {
        self.context = context
        // After the upgrade is complete, else the first frame would overtake the handshake.
        context.eventLoop.assumeIsolated().execute { self.hub.opened(self) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        self.context = nil
        hub.closed(self)
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let frame = unwrapInboundIn(data)
        switch frame.opcode {
        case .text:
            hub.masked = hub.masked && frame.maskKey != nil
            hub.received(String(buffer: frame.unmaskedData), from: self)
        case .connectionClose:
            hub.politeCloses += 1
            close()
        case .pong: hub.pongs += 1
        default: break
        }
    }

    func send(_ text: String, opcode: WebSocketOpcode = .text, final: Bool = true) {
        guard let context else { return }
        let frame = WebSocketFrame(fin: final, opcode: opcode, data: ByteBuffer(string: text))
        context.writeAndFlush(wrapOutboundOut(frame), promise: nil)
    }

    func close() {
        context?.close(promise: nil)
    }
}
