package import Core
import NIOCore
import NIOPosix

/// The links of a run: TCP proxies on 127.0.0.1, one for each edge that a fault touches, on an event loop of their own.
/// A link that nobody does anything to passes every byte at once, in order, and ends of connections as they come.
///
/// What a link cannot do: when nobody listens upstream, whoever connects is accepted and then gets RST, where without a
/// link it would get ECONNREFUSED.
package final class LinkNetwork: Sendable {
    private let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
    private let pool = NIOThreadPool(numberOfThreads: 1)
    private let exchange: NIOLoopBoundBox<LinkExchange>
    /// What happened that somebody may wait for.
    package let news = Observed(LinkNews())

    /// - Parameters:
    ///   - seed: fixes jitter.
    ///   - needsFrames: the edges on which a hook, a hold or a cut may look for commands and replies some time: only there
    ///     anybody looks at bytes, from the first of each connection on.
    ///   - peers: the processes that may connect to shared listeners, asked for every connection. Who is not among them
    ///     is let through after a second.
    ///   - onHook: what an armed hook waits for has come and is held until ``release(hook:)``; with the number of its
    ///     fault. Called on the event loop: it must not block.
    package init(
        seed: UInt64 = 0,
        needsFrames: @escaping @Sendable (LinkEdge) -> Bool = { _ in true },
        peers: @escaping @Sendable () -> [LinkPeer] = { [] },
        onHook: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        let loop = group.next()
        pool.start()
        let value = LinkExchange(
            loop: loop,
            pool: pool,
            seed: seed,
            news: news,
            needsFrames: needsFrames,
            peers: peers,
            onHook: onHook
        )
        exchange = NIOLoopBoundBox.makeBoxSendingValue(value, eventLoop: loop)
        loop.execute { [exchange] in exchange.value.box = exchange }
    }

    /// Records from now on which messages pass between nodes and Redis. To be called before anybody connects.
    ///
    /// - Throws: `HistoryFileError`
    func record(_ post: LinkTapRecorder.Post) async throws {
        try await perform { exchange in exchange.taps = try LinkTapRecorder(post) }
    }

    /// Opens a listener for one edge.
    ///
    /// - Parameter upstream: nil lets connections wait until it is set.
    /// - Returns: its port.
    /// - Throws: ``HarnessError`` with code 75 when there is no port.
    package func listen(for edge: LinkEdge, upstream: LinkUpstream?) async throws -> UInt16 {
        try await open(.edge(edge), upstream)
    }

    /// Opens a shared listener, whose address a server or sentinel announces as its own. Who connects is told apart by
    /// its process: replicas, sentinels and nodes among the peers. What cannot be told apart, and what a node opens to a
    /// server (which could be either role), passes untouched.
    package func listen(front end: LinkEnd, upstream: LinkUpstream?) async throws -> UInt16 {
        try await open(.front(end), upstream)
    }

    private func open(_ purpose: LinkListener.Purpose, _ upstream: LinkUpstream?) async throws -> UInt16 {
        try await loop.flatSubmit { [exchange, loop] in
            do {
                return try exchange.value.listen(purpose, upstream: upstream)
            } catch {
                return loop.makeFailedFuture(error)
            }
        }.get()
    }

    /// Leads new connections of an edge elsewhere; those that exist stay.
    package func setUpstream(_ upstream: LinkUpstream?, for edge: LinkEdge) async throws {
        try await perform { exchange in
            exchange.setUpstream(upstream) { if case .edge(edge) = $0 { true } else { false } }
        }
    }

    /// Leads new connections of a shared listener elsewhere; those that exist stay.
    package func setUpstream(_ upstream: LinkUpstream?, front end: LinkEnd) async throws {
        try await perform { exchange in
            exchange.setUpstream(upstream) { if case .front(end) = $0 { true } else { false } }
        }
    }

    /// Ends everything. To be called once, whatever happened.
    package func close() async {
        try? await loop.flatSubmit { [exchange] in exchange.value.close() }.get()
        // The pool first: what it has found out it tells the loop.
        try? await pool.shutdownGracefully()
        try? await group.shutdownGracefully()
    }

    private var loop: any EventLoop { group.next() }

    func perform<Value: Sendable>(_ body: @escaping @Sendable (LinkExchange) throws -> Value) async throws -> Value {
        try await loop.submit { [exchange] in try body(exchange.value) }.get()
    }

    func performAndWait(_ body: @escaping @Sendable (LinkExchange) -> EventLoopFuture<Void>) async throws {
        try await loop.flatSubmit { [exchange] in body(exchange.value) }.get()
    }
}
