import Core
import NIOCore
import NIOHTTP1
import NIOWebSocket

/// Asks for the upgrade with NIO's own handshake, then leaves nothing but a ``WebSocketHandler`` on the channel instead
/// of NIO's frame decoder, which costs several times as much per frame.
struct WebSocketUpgrader: NIOTypedHTTPClientProtocolUpgrader {
    /// Whether the channel speaks WebSocket now.
    typealias UpgradeResult = Bool

    private let handshake: NIOWebSocketClientUpgrader
    private let connection: NIOLoopBound<WebSocketConnection>

    init(key: String, connection: NIOLoopBound<WebSocketConnection>) {
        handshake = NIOWebSocketClientUpgrader(requestKey: key) { channel, _ in
            channel.eventLoop.makeSucceededVoidFuture()
        }
        self.connection = connection
    }

    var supportedProtocol: String { handshake.supportedProtocol }
    var requiredUpgradeHeaders: [String] { handshake.requiredUpgradeHeaders }

    func addCustom(upgradeRequestHeaders: inout HTTPHeaders) {
        handshake.addCustom(upgradeRequestHeaders: &upgradeRequestHeaders)
    }

    func shouldAllowUpgrade(upgradeResponse: HTTPResponseHead) -> Bool {
        handshake.shouldAllowUpgrade(upgradeResponse: upgradeResponse)
    }

    func upgrade(channel: any Channel, upgradeResponse: HTTPResponseHead) -> EventLoopFuture<Bool> {
        let connection = connection
        let node = upgradeResponse.headers.first(name: NodeHeader.name).flatMap { NodeID($0) }
        return channel.eventLoop.makeCompletedFuture {
            connection.value.accepted(by: node)
            try channel.pipeline.syncOperations.addHandler(WebSocketHandler(connection.value))
            return true
        }
    }

    /// Sets up the channel of one connection.
    func configure(_ channel: any Channel, target: String, host: String) throws {
        var head = HTTPRequestHead(version: .http1_1, method: .GET, uri: target)
        head.headers.add(name: "Host", value: host)
        let connection = connection
        let upgrade = NIOTypedHTTPClientUpgradeConfiguration<Bool>(upgradeRequestHead: head, upgraders: [self]) {
            channel in
            channel.eventLoop.makeCompletedFuture {
                try channel.pipeline.syncOperations.addHandler(UpgradeRefusalHandler(connection.value))
                return false
            }
        }
        var configuration = NIOUpgradableHTTPClientPipelineConfiguration(upgradeConfiguration: upgrade)
        // The server may send its first frames in the same segment as its answer; NIO would drop them.
        configuration.leftOverBytesStrategy = .forwardBytes
        let result = try channel.pipeline.syncOperations.configureUpgradableHTTPClientPipeline(
            configuration: configuration
        )
        // Not earlier: until here the pipeline refuses to write.
        result.assumeIsolated().whenComplete { result in
            switch result {
            case .success(true): connection.value.upgraded(channel)
            case .success(false): break
            case .failure(let error): connection.value.fail("\(error)")
            }
        }
    }
}

/// Tells with what status an upgrade was refused.
private final class UpgradeRefusalHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart

    private let connection: WebSocketConnection

    init(_ connection: WebSocketConnection) {
        self.connection = connection
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = unwrapInboundIn(data) else { return }
        connection.fail("the upgrade was answered with \(head.status.code) \(head.status.reasonPhrase)")
    }

    func channelInactive(context: ChannelHandlerContext) {
        connection.fail("closed instead of upgraded")
        context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        connection.fail("\(error)")
    }
}
