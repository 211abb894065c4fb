import Core
import Glibc
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
    /// Of the socket that listens; the channel's to close.
    private var descriptor: Int32?
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
        guard let descriptor = PortReserve.socket(boundTo: port) else {
            return group.next().makeFailedFuture(
                HarnessError(.environment, "port \(port) of 127.0.0.1, which a link had, is taken")
            )
        }
        self.descriptor = descriptor
        return ServerBootstrap(group: group)
            .serverChannelOption(.backlog, value: Self.backlog)
            .childChannelOption(.autoRead, value: false)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelOption(.tcpOption(.tcp_nodelay), value: 1)
            .childChannelOption(.recvAllocator, value: Self.allocator)
            .childChannelOption(.writeBufferWaterMark, value: Self.waterMark)
            .childChannelInitializer { accept($0) }
            .withBoundSocket(descriptor)
            .assumeIsolated()
            .map { self.channel = $0 }
            .nonisolated()
    }

    private func unbind() -> EventLoopFuture<Void> {
        guard let channel else { return group.next().makeSucceededVoidFuture() }
        self.channel = nil
        // A process that is being started holds a copy until it runs its own program: closing ours would not end that.
        if let descriptor { shutdown(descriptor, Int32(SHUT_RDWR)) }
        descriptor = nil
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
