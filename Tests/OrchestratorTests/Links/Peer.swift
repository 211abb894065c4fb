import Glibc
import NIOCore
import NIOPosix
import Orchestrator

/// One end of a TCP connection of a test, on an event loop: it sends, and remembers what came.
final class Peer: Sendable {
    enum End: Hashable, Sendable {
        case closed, reset
    }

    struct State: Sendable {
        var count = 0
        /// The first of what came.
        var head: [UInt8] = []
        /// Offset of the first byte that is not the stream's own; see ``Pattern``.
        var wrongAt: Int?
        var end: End?

        var text: String { String(decoding: head, as: UTF8.self) }
    }

    static let headMax = 256 << 10
    static let patience: Duration = .seconds(30)

    let state: Observed<State>
    let channel: any Channel

    init(_ channel: any Channel, _ state: Observed<State>) {
        self.channel = channel
        self.state = state
    }

    /// - Throws: `IOError` with ECONNREFUSED when nobody listens.
    static func connect(to port: UInt16) async throws -> Peer {
        let state = Observed(State())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .channelOption(.allowRemoteHalfClosure, value: true)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(PeerHandler(state))
                }
            }
            .connect(host: "127.0.0.1", port: Int(port)).get()
        return Peer(channel, state)
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes)).get()
    }

    func send(_ text: String) async throws { try await send(Array(text.utf8)) }

    /// Sends so many bytes of the pattern, as fast as they are taken.
    func pour(_ total: Int, from start: Int = 0) async throws {
        var offset = start
        while offset < start + total {
            let count = min(48_611, start + total - offset)
            try await channel.writeAndFlush(Pattern.bytes(at: offset, count: count)).get()
            offset += count
        }
    }

    func endOutput() async throws { try await channel.close(mode: .output).get() }

    func close() async throws { try await channel.close().get() }

    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await channel.close().get()
    }

    /// What is known when it matches; nil when it does not in good time.
    func first(where matches: @escaping @Sendable (State) -> Bool) async -> State? {
        await state.first(before: .now + Self.patience, where: matches)
    }

    func received(_ text: String) async -> Bool {
        await first { $0.head.count >= text.utf8.count } != nil && state.value.text == text
    }

    func ended() async -> End? { await first { $0.end != nil }?.end }
}

/// A stream in which every position can be told from its neighbours.
enum Pattern {
    private static let period = 65_521
    private static let twice: [UInt8] = {
        var value: UInt32 = 1
        let once = (0..<period).map { _ -> UInt8 in
            value = value &* 1_664_525 &+ 1_013_904_223
            return UInt8(value >> 24)
        }
        return once + once
    }()

    static func bytes(at offset: Int, count: Int) -> ByteBuffer {
        let start = offset % period
        return ByteBuffer(bytes: twice[start..<(start + count)])
    }

    /// Offset of the first byte that differs.
    static func difference(_ buffer: ByteBuffer, at offset: Int) -> Int? {
        var done = 0
        while done < buffer.readableBytes {
            let start = (offset + done) % period
            let count = min(period, buffer.readableBytes - done)
            let isEqual = buffer.withUnsafeReadableBytes { bytes in
                twice.withUnsafeBytes { own in
                    guard let left = bytes.baseAddress, let right = own.baseAddress else { return true }
                    return memcmp(left + done, right + start, count) == 0
                }
            }
            if !isEqual { return offset + done }
            done += count
        }
        return nil
    }
}

final class PeerHandler: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    private let state: Observed<Peer.State>

    init(_ state: Observed<Peer.State>) {
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let buffer = unwrapInboundIn(data)
        state.update { state in
            if state.wrongAt == nil { state.wrongAt = Pattern.difference(buffer, at: state.count) }
            state.count += buffer.readableBytes
            state.head += buffer.readableBytesView.prefix(Peer.headMax - state.head.count)
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case ChannelEvent.inputClosed = event { end(.closed) }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if (error as? IOError)?.errnoCode == ECONNRESET { end(.reset) }
    }

    /// Without an error, since this end was closed before.
    func channelInactive(context: ChannelHandlerContext) { end(.closed) }

    private func end(_ end: Peer.End) {
        state.update { if $0.end == nil { $0.end = end } }
    }
}

/// A server of a test that keeps every connection.
final class PeerHost: Sendable {
    let peers = Observed<[Peer]>([])
    private let channel: any Channel

    private init(_ channel: any Channel) {
        self.channel = channel
    }

    static func start() async throws -> PeerHost {
        let (peers, yield) = AsyncStream<Peer>.makeStream()
        let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(.allowRemoteHalfClosure, value: true)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let state = Observed(Peer.State())
                    try channel.pipeline.syncOperations.addHandler(PeerHandler(state))
                    yield.yield(Peer(channel, state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        let host = PeerHost(channel)
        // Ends when the listener is closed.
        channel.closeFuture.whenComplete { _ in yield.finish() }
        Task { for await peer in peers { host.peers.update { $0.append(peer) } } }
        return host
    }

    var port: UInt16 { UInt16(channel.localAddress?.port ?? 0) }

    /// The nth connection, from 1; nil when it does not come in good time.
    func peer(_ nth: Int = 1) async -> Peer? {
        await peers.first(before: .now + Peer.patience) { $0.count >= nth }?[nth - 1]
    }

    func stop() async {
        try? await channel.close().get()
    }
}
