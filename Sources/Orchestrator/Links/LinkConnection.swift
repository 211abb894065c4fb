import Core
import NIOCore

/// One connection through a link: two sockets, and what works on the bytes between them. Confined to the loop of its network.
final class LinkConnection {
    enum State {
        /// It is being found out who connected.
        case arriving
        /// Accepted and not dialled.
        case waiting
        case dialling
        case open
        /// Ended by the link: what still comes is dropped.
        case ending
    }

    /// How long a connection that was ended with FIN waits for the ends of its peers.
    private static let closePatience: TimeAmount = .seconds(5)

    let number: Int
    let listener: LinkListener
    /// Nil when it could not be told who connected: nothing is done to it.
    private(set) var edge: LinkEdge?
    private(set) var state = State.arriving
    var session: LinkSession
    /// Nil where nobody wants to know what passes.
    var tapping: LinkTapping?
    /// Watches that hold the dial.
    private var dialHolds: Set<LinkWatchID> = []
    private unowned let exchange: LinkExchange
    private(set) var near: LinkSocket?
    private(set) var far: LinkSocket?
    private var queueTo = CircularBuffer<ByteBuffer>()
    private var queueFrom = CircularBuffer<ByteBuffer>()
    private var timer: (task: Scheduled<Void>, at: UInt64)?

    init(number: Int, listener: LinkListener, exchange: LinkExchange) {
        self.number = number
        self.listener = listener
        self.exchange = exchange
        let none = SeededGenerator(seed: 0)
        session = LinkSession(to: LinkFlow(random: none), from: LinkFlow(random: none), at: 0)
    }

    var isDialled: Bool { far != nil && state != .dialling }

    /// As the kernel knows it; nil when it is on no edge.
    var trace: LinkTrace? {
        guard let edge, let peer = near?.remotePort else { return nil }
        return LinkTrace(
            edge: edge,
            nearPeer: peer,
            nearOwn: listener.port,
            farOwn: far?.localPort,
            farPeer: far?.remotePort
        )
    }

    func accept(_ channel: any Channel) throws {
        let socket = LinkSocket(self, sends: .to)
        near = socket
        try channel.pipeline.syncOperations.addHandler(socket)
    }

    /// It is known who connected.
    func admit(_ edge: LinkEdge?, _ session: LinkSession, heldBy holds: Set<LinkWatchID>) {
        guard state == .arriving else { return }
        self.edge = edge
        self.session = session
        dialHolds = holds
        state = .waiting
        reconsider()
    }

    /// Looks again at everything that may have changed: to be called when what works on it has.
    func reconsider() {
        if state == .waiting, !session.waitsForDial, dialHolds.isEmpty, let upstream = listener.upstream {
            dial(upstream)
        }
        pumpAll()
    }

    func release(_ watch: LinkWatchID) {
        dialHolds.remove(watch)
        for direction in LinkDirection.allCases { session[direction].release(watch.number) }
        reconsider()
    }

    private func dial(_ upstream: LinkUpstream) {
        state = .dialling
        exchange.dial(self, upstream).assumeIsolated().whenComplete { [self] result in
            switch result {
            case .failure:
                exchange.count(self) { $0.unreachable += 1 }
                state = .ending
                near?.abort()
                exchange.check(self)
            case .success where state == .dialling:
                exchange.count(self) { $0.dialled += 1 }
                state = .open
                pumpAll()
            case .success:
                // It was ended meanwhile.
                far?.abort()
            }
        }
    }

    func dialled(_ channel: any Channel) throws {
        let socket = LinkSocket(self, sends: .from)
        far = socket
        try channel.pipeline.syncOperations.addHandler(socket)
    }

    /// Ends it now, both ways. What was kept back is dropped.
    func end(_ manner: LinkEnding) {
        guard state != .ending else { return }
        let wasDialling = state == .dialling
        state = .ending
        queueTo.removeAll()
        queueFrom.removeAll()
        for socket in [near, wasDialling ? nil : far] {
            if manner == .reset { socket?.abort() } else { leave(socket) }
        }
    }

    /// Ends it behind what has passed already.
    private func cut(_ manner: LinkEnding, _ direction: LinkDirection) {
        state = .ending
        queueTo.removeAll()
        queueFrom.removeAll()
        let (source, target) = ends(direction)
        if manner == .reset {
            target?.abortInOrder()
            source?.abort()
        } else {
            leave(target)
            leave(source)
        }
    }

    /// FIN, and time for the peer to end as well.
    private func leave(_ socket: LinkSocket?) {
        guard let socket else { return }
        socket.endOutput()
        socket.read()
        exchange.loop.assumeIsolated().scheduleTask(in: Self.closePatience) { socket.abort() }
    }

    private func ends(_ direction: LinkDirection) -> (source: LinkSocket?, target: LinkSocket?) {
        direction == .to ? (near, far) : (far, near)
    }
}

// What the sockets tell.
extension LinkConnection {
    func becameActive(_ socket: LinkSocket) {
        if socket.direction == .to { exchange.arrived(self) }
    }

    func received(_ buffer: ByteBuffer, _ socket: LinkSocket) {
        guard state != .ending else { return }
        let now = NIODeadline.now().uptimeNanoseconds
        let direction = socket.direction
        session.arrive(buffer.readableBytes, direction, at: now)
        if session[direction].isScanned { scan(buffer, direction) }
        if direction == .to { queueTo.append(buffer) } else { queueFrom.append(buffer) }
        pump(direction, at: now)
    }

    func readCompleted(_ socket: LinkSocket) {
        guard state != .ending else { return socket.read() }
        ends(socket.direction).target?.flush()
        readMore(socket.direction)
    }

    func writabilityChanged(_ socket: LinkSocket) {
        if socket.isWritable { readMore(socket.direction.opposite) }
    }

    /// No more comes from this socket.
    func ended(_ socket: LinkSocket, _ manner: LinkEnding) {
        guard state != .ending else { return }
        session[socket.direction].end(manner, at: NIODeadline.now().uptimeNanoseconds)
        pumpAll()
    }

    func left(_ socket: LinkSocket, hasFailed: Bool) {
        if state != .ending {
            // Who still sends to it has to learn that nobody takes it any more.
            if hasFailed || !socket.isOutputEnded {
                session[socket.direction].end(.reset, at: NIODeadline.now().uptimeNanoseconds)
            }
            // Nobody was dialled for it, and nobody will be.
            if socket.direction == .to, state == .waiting || state == .arriving { state = .ending }
            pumpAll()
        }
        exchange.check(self)
    }

    var isOver: Bool { (near?.isGone ?? true) && (far?.isGone ?? true) && state != .dialling }

    func forget() {
        timer?.task.cancel()
        timer = nil
        near = nil
        far = nil
    }

    private func scan(_ buffer: ByteBuffer, _ direction: LinkDirection) {
        let events = buffer.withUnsafeReadableBytes { session[direction].scan($0) }
        for event in events {
            switch event {
            case .began(let frame): exchange.saw(frame, direction, on: self)
            case .ended(let end): session[direction].frameEnded(at: end)
            }
        }
    }
}

// What passes.
extension LinkConnection {
    func pumpAll() {
        let now = NIODeadline.now().uptimeNanoseconds
        for direction in LinkDirection.allCases {
            pump(direction, at: now)
            guard state != .ending else { return }
            ends(direction).target?.flush()
            readMore(direction)
        }
        schedule(at: now)
    }

    private func pump(_ direction: LinkDirection, at now: UInt64) {
        guard state == .open else { return }
        let passage = session[direction].take(at: now)
        let (_, target) = ends(direction)
        if passage.bytes > 0, let target {
            exchange.passed(passage.bytes, direction, on: self)
            let isTapped = tapping?.direction == direction
            if direction == .to {
                Self.move(passage.bytes, from: &queueTo, to: target, isTapped ? tap : nil)
            } else {
                Self.move(passage.bytes, from: &queueFrom, to: target, isTapped ? tap : nil)
            }
        }
        if let manner = passage.cut {
            exchange.count(self) { if manner == .reset { $0.reset += 1 } else { $0.closed += 1 } }
            return cut(manner, direction)
        }
        switch passage.ending {
        case .close?: target?.endOutput()
        case .reset?: target?.abortInOrder()
        case nil: break
        }
        schedule(at: now)
    }

    private static func move(
        _ count: Int,
        from queue: inout CircularBuffer<ByteBuffer>,
        to target: LinkSocket,
        _ tap: ((ByteBuffer) -> Void)?
    ) {
        var left = count
        while left > 0 {
            let size = queue[queue.startIndex].readableBytes
            let part = size <= left ? queue.removeFirst() : queue[queue.startIndex].readSlice(length: left)
            guard let part else { return }
            // What is dropped before the kernel has it passes nowhere.
            target.write(part, sent: tap.map { tap in { tap(part) } })
            left -= part.readableBytes
        }
    }

    private func tap(_ buffer: ByteBuffer) {
        tapping?.pass(buffer) { exchange.tapped($0) }
    }

    /// Reads on when there is room for it.
    private func readMore(_ direction: LinkDirection) {
        let (source, target) = ends(direction)
        guard state == .open, session[direction].wantsMore, target?.isWritable ?? false || target?.isGone ?? false
        else {
            return
        }
        source?.read()
    }

    /// Comes back when time has changed something. Before it is open nothing passes, however late it is.
    private func schedule(at now: UInt64) {
        guard let time = state == .open ? session.nextTime(after: now) : session.cullTime else { return }
        if let timer, timer.at <= time { return }
        timer?.task.cancel()
        let task = exchange.loop.assumeIsolated().scheduleTask(deadline: .uptimeNanoseconds(time)) {
            [weak self] () -> Void in
            self?.timeCame()
        }
        timer = (task, time)
    }

    private func timeCame() {
        timer = nil
        guard state != .ending else { return }
        if let manner = session.cull(at: NIODeadline.now().uptimeNanoseconds) {
            exchange.culled(self)
            switch manner {
            case .silent: break
            case .reset: exchange.end(self, .reset)
            case .close: exchange.end(self, .close)
            }
        }
        pumpAll()
    }
}
