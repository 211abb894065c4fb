import Core
import NIOCore
import NIOPosix

/// Everything that a network of links knows; confined to its loop.
final class LinkExchange {
    struct Imposed {
        let grip: LinkGrip
        let scope: LinkScope
        let impairment: LinkImpairment
        /// Connections from this number on came after it.
        let firstNew: Int
    }

    struct Watched {
        let id: LinkWatchID
        var watch: LinkWatch
        /// Of the trigger that waits for it.
        let hook: Int?
    }

    /// How long a connection may wait for its process to be known; after that nothing is done to it.
    private static let identifyPatience: TimeAmount = .seconds(1)
    private static let identifyPause: TimeAmount = .milliseconds(5)

    let loop: any EventLoop
    private let seed: UInt64
    private let needsFrames: @Sendable (LinkEdge) -> Bool
    private let peers: @Sendable () -> [LinkPeer]
    private let onHook: @Sendable (Int) -> Void
    let news: Observed<LinkNews>
    private let pool: NIOThreadPool
    /// Set once, before anything else happens.
    var box: NIOLoopBoundBox<LinkExchange>?

    private(set) var listeners: [LinkListener] = []
    private(set) var connections: [Int: LinkConnection] = [:]
    private var counters: [LinkEdge: LinkCounters] = [:]
    var imposed: [Imposed] = []
    var watches: [Watched] = []
    /// Nil where nobody wants to know what passes.
    var taps: LinkTapRecorder?
    private var probes: Set<UInt16> = []
    private(set) var nextConnection = 1
    private var nextNumber = 1

    init(
        loop: any EventLoop,
        pool: NIOThreadPool,
        seed: UInt64,
        news: Observed<LinkNews>,
        needsFrames: @escaping @Sendable (LinkEdge) -> Bool,
        peers: @escaping @Sendable () -> [LinkPeer],
        onHook: @escaping @Sendable (Int) -> Void
    ) {
        self.loop = loop
        self.pool = pool
        self.seed = seed
        self.news = news
        self.needsFrames = needsFrames
        self.peers = peers
        self.onHook = onHook
    }

    /// A number that nothing else has.
    func newNumber() -> Int {
        defer { nextNumber += 1 }
        return nextNumber
    }

    func listen(_ purpose: LinkListener.Purpose, upstream: LinkUpstream?) throws -> EventLoopFuture<UInt16> {
        let reserve = try PortReserve()
        let number = listeners.count
        let box = box
        let listener = LinkListener(purpose, upstream: upstream, reserve: reserve, loop: loop) { channel in
            channel.eventLoop.makeCompletedFuture { try box?.value.accept(channel, on: number) }
        }
        listeners.append(listener)
        if case .edge(let edge) = purpose, isRefused(edge) { return loop.makeSucceededFuture(listener.port) }
        let port = listener.port
        return listener.listen(true).map { port }
    }

    /// Changes where the listeners lead that `matches`; connections that exist stay where they are.
    func setUpstream(_ upstream: LinkUpstream?, where matches: (LinkListener.Purpose) -> Bool) {
        for listener in listeners where matches(listener.purpose) { listener.upstream = upstream }
        reconsiderAll()
    }

    func close() -> EventLoopFuture<Void> {
        watches = []
        imposed = []
        let closed = listeners.map { $0.listen(false) }
        for connection in connections.values { connection.end(.reset) }
        // What could not be completed is found incomplete by whoever reads it.
        try? taps?.close()
        taps = nil
        return EventLoopFuture.andAllComplete(closed, on: loop)
    }
}

// Connections.
extension LinkExchange {
    private func accept(_ channel: any Channel, on listener: Int) throws {
        let connection = LinkConnection(number: nextConnection, listener: listeners[listener], exchange: self)
        nextConnection += 1
        try connection.accept(channel)
        connections[connection.number] = connection
    }

    /// The accepted socket is ready.
    func arrived(_ connection: LinkConnection) {
        guard let peer = connection.near?.remotePort else { return }
        if probes.remove(peer) != nil { return connection.end(.reset) }
        switch connection.listener.purpose {
        case .edge(let edge): admit(connection, edge)
        case .front(let end): identify(connection, peer, end)
        }
    }

    /// Reads the kernel's tables on a thread of its own: the loop goes on meanwhile. Who is in none of them is looked for
    /// again, for a process connects sooner than whoever has started it knows its id, and the tables are no snapshot.
    private func identify(
        _ connection: LinkConnection,
        _ peer: UInt16,
        _ end: LinkEnd,
        before deadline: NIODeadline = .now() + LinkExchange.identifyPatience
    ) {
        let port = connection.listener.port
        let peers = peers
        pool.runIfActive(eventLoop: loop) { () -> LinkPeer? in
            let known = peers()
            let owner = SocketOwners.owner(local: peer, remote: port, among: known.map(\.process))
            return known.first { $0.process == owner }
        }.assumeIsolated().whenComplete { [self] result in
            guard connection.state == .arriving else { return }
            if case .success(nil) = result, .now() < deadline {
                loop.assumeIsolated().scheduleTask(in: Self.identifyPause) { [self] in
                    identify(connection, peer, end, before: deadline)
                }
                return
            }
            let from = (try? result.get())?.end
            let edge = from.flatMap { from in
                LinkRole(from: from, to: end).map { LinkEdge(from: from, to: end, role: $0) }
            }
            admit(connection, edge)
        }
    }

    private func admit(_ connection: LinkConnection, _ edge: LinkEdge?) {
        let now = NIODeadline.now().uptimeNanoseconds
        guard let edge else {
            return connection.admit(nil, connection.session, heldBy: [])
        }
        if isRefused(edge) {
            counters[edge, default: LinkCounters()].refused += 1
            return connection.end(.reset)
        }
        counters[edge, default: LinkCounters()].opened += 1
        let scans = needsFrames(edge)
        func flow(_ direction: LinkDirection) -> LinkFlow {
            LinkFlow(
                random: SeededGenerator(seed: seed, purpose: "link \(edge) \(connection.number) \(direction)"),
                scanner: scans ? LinkFrameScanner(edge.role, direction) : nil
            )
        }
        var session = LinkSession(to: flow(.to), from: flow(.from), at: now)
        session.set(impairments(of: edge, number: connection.number), at: now)
        var holds: Set<LinkWatchID> = []
        for index in watches.indices where watches[index].watch.seesConnect(on: edge) {
            holds.insert(watches[index].id)
            met(index, LinkSighting(edge: edge, frame: nil))
        }
        connection.tapping = taps?.tap(on: edge, connection: connection.number)
        connection.admit(edge, session, heldBy: holds)
        arm(connection)
    }

    func dial(_ connection: LinkConnection, _ upstream: LinkUpstream) -> EventLoopFuture<any Channel> {
        let (box, number) = (box, connection.number)
        return LinkListener.dial(upstream, on: loop) { channel in
            channel.eventLoop.makeCompletedFuture { try box?.value.connections[number]?.dialled(channel) }
        }
    }

    /// Forgets a connection of which nothing is left.
    func check(_ connection: LinkConnection) {
        guard connection.isOver else { return }
        connections[connection.number] = nil
        connection.forget()
    }

    func count(_ connection: LinkConnection, _ change: (inout LinkCounters) -> Void) {
        guard let edge = connection.edge else { return }
        change(&counters[edge, default: LinkCounters()])
    }

    func tapped(_ record: HistoryRecord) { taps?.append(record) }

    func passed(_ bytes: Int, _ direction: LinkDirection, on connection: LinkConnection) {
        count(connection) { if direction == .to { $0.bytesTo += bytes } else { $0.bytesFrom += bytes } }
    }

    func connections(in scope: LinkScope) -> [LinkConnection] {
        connections.values.filter { connection in connection.edge.map(scope.contains) ?? false }
            .sorted { $0.number < $1.number }
    }

    func total(in scope: LinkScope) -> LinkCounters {
        var sum = LinkCounters()
        for (edge, own) in counters where scope.contains(edge) { sum += own }
        for connection in connections(in: scope) where connection.state != .ending {
            sum.open += 1
            sum.waiting += connection.state == .open ? 0 : 1
            sum.withheld += connection.session.withheld
        }
        return sum
    }

    /// From now on the next connection from this port is none: it is ended at once.
    func expectProbe(from port: UInt16) { probes.insert(port) }
    func forgetProbe(from port: UInt16) { probes.remove(port) }
}

// Impairments.
extension LinkExchange {
    func isRefused(_ edge: LinkEdge) -> Bool {
        imposed.contains { $0.impairment == .refuse && $0.scope.contains(edge) }
    }

    private func impairments(of edge: LinkEdge, number: Int) -> [LinkImpairment] {
        imposed.filter { imposed in
            guard imposed.scope.contains(edge) else { return false }
            let isNew = number >= imposed.firstNew
            switch imposed.impairment {
            case .blackhole(_, .existing): return !isNew
            case .blackhole(_, .new), .acceptHang: return isNew
            case .blackhole(_, .all), .refuse, .latency, .bandwidth, .idleCull: return true
            }
        }.map(\.impairment)
    }

    /// Lets everything feel what is imposed now.
    func reconsiderAll() {
        let now = NIODeadline.now().uptimeNanoseconds
        for connection in connections.values.sorted(by: { $0.number < $1.number }) {
            if let edge = connection.edge {
                connection.session.set(impairments(of: edge, number: connection.number), at: now)
            }
            connection.reconsider()
        }
    }

    /// Opens and closes listeners as `refuse` wants it.
    func reconsiderListeners() -> EventLoopFuture<Void> {
        let changes = listeners.compactMap { listener -> EventLoopFuture<Void>? in
            guard case .edge(let edge) = listener.purpose else { return nil }
            return listener.listen(!isRefused(edge))
        }
        return EventLoopFuture.andAllSucceed(changes, on: loop)
    }

    func end(_ connection: LinkConnection, _ manner: LinkEnding) {
        guard connection.state != .ending else { return }
        count(connection) { if manner == .reset { $0.reset += 1 } else { $0.closed += 1 } }
        connection.end(manner)
    }

    func culled(_ connection: LinkConnection) {
        guard let edge = connection.edge else { return }
        count(connection) { $0.culled += 1 }
        let grips = imposed.filter { imposed in
            if case .idleCull = imposed.impairment { return imposed.scope.contains(edge) }
            return false
        }.map(\.grip)
        news.update { news in for grip in grips { news.culled[grip, default: 0] += 1 } }
    }
}

// Watches.
extension LinkExchange {
    /// A frame that somebody may wait for begins.
    func saw(_ frame: LinkFrame, _ direction: LinkDirection, on connection: LinkConnection) {
        guard let edge = connection.edge else { return }
        for index in watches.indices where watches[index].watch.sees(frame, direction, on: edge) {
            let watched = watches[index]
            switch watched.watch.action {
            case .hold: connection.session[direction].hold(watched.id.number, from: frame.start)
            case .cut(let bytes, let manner):
                connection.session[direction].cut(from: frame.start, afterBytes: bytes, manner)
            }
            met(index, LinkSighting(edge: edge, frame: frame))
        }
    }

    private func met(_ index: Int, _ sighting: LinkSighting) {
        let watched = watches[index]
        news.update { $0.met[watched.id] = sighting }
        if let hook = watched.hook { onHook(hook) }
        armAll()
    }

    /// Lets flows keep back frames of which it is not yet known what they are, where somebody waits for one.
    func armAll() {
        for connection in connections.values { arm(connection) }
    }

    private func arm(_ connection: LinkConnection) {
        guard let edge = connection.edge else { return }
        for direction in LinkDirection.allCases {
            let isWaitedFor = watches.contains { watched in
                !watched.watch.isMet && watched.watch.direction == direction && watched.watch.scope.contains(edge)
            }
            connection.session[direction].arm(isWaitedFor)
        }
    }
}
