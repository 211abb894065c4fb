import Core
import NIOCore
import NIOPosix

/// One port that leads somewhere; confined to the loop of its network.
final class LinkListener {
    enum Purpose {
        /// Everybody who connects here is on this edge.
        case edge(LinkEdge)
        /// Shared: what this end announces. Who connects is told apart by its process.
        case front(LinkEnd)
    }

    /// Connections that wait to be accepted.
    private static let backlog: Int32 = 1_024
    /// Read at once at most.
    private static let readBytes = 512 << 10

    let purpose: Purpose
    /// Nil: connections are accepted, and dialled when it is known.
    var upstream: LinkUpstream?
    private let reserve: PortReserve
    private let group: any EventLoopGroup
    private let accept: @Sendable (any Channel) -> EventLoopFuture<Void>
    private var channel: (any Channel)?
    /// The last opening or closing; the next waits for it.
    private var change: EventLoopFuture<Void>
    private var isListening = false

    init(
        _ purpose: Purpose,
        upstream: LinkUpstream?,
        reserve: PortReserve,
        loop: any EventLoop,
        accept: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) {
        self.purpose = purpose
        self.upstream = upstream
        self.reserve = reserve
        self.accept = accept
        group = loop
        change = loop.makeSucceededVoidFuture()
    }

    var port: UInt16 { reserve.port }

    /// Listens, or lets whoever connects get ECONNREFUSED. The port stays ours.
    func listen(_ wanted: Bool) -> EventLoopFuture<Void> {
        guard wanted != isListening else { return change }
        isListening = wanted
        change = change.assumeIsolated().flatMap { [self] in wanted ? bind() : unbind() }.nonisolated()
        return change
    }

    private func bind() -> EventLoopFuture<Void> {
        let accept = accept
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.recvAllocator, value: Self.allocator)
            .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
            .childChannelInitializer { accept($0) }
            .bind(host: "127.0.0.1", port: Int(port))
            .assumeIsolated()
            .map { self.channel = $0 }
            .nonisolated()
    }

    private func unbind() -> EventLoopFuture<Void> {
        guard let channel else { return group.next().makeSucceededVoidFuture() }
        self.channel = nil
        return channel.close()
    }

    static func dial(
        _ upstream: LinkUpstream,
        on loop: any EventLoop,
        prepare: @escaping @Sendable (any Channel) -> EventLoopFuture<Void>
    ) -> EventLoopFuture<any Channel> {
        ClientBootstrap(group: loop)
            .channelOption(.autoRead, value: false)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelOption(.tcpOption(.tcp_nodelay), value: 1)
            .channelOption(.recvAllocator, value: allocator)
            .channelOption(.writeBufferWaterMark, value: waterMark)
            .channelInitializer { prepare($0) }
            .connect(host: upstream.host, port: Int(upstream.port))
    }

    private static var allocator: AdaptiveRecvByteBufferAllocator {
        AdaptiveRecvByteBufferAllocator(minimum: 16 << 10, initial: 64 << 10, maximum: readBytes)
    }

    private static let waterMark = ChannelOptions.Types.WriteBufferWaterMark(low: 256 << 10, high: 1 << 20)
}
