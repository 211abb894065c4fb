import Core
import Logging
import NIOCore
import Runtime
import Stream

// Connections: from where each goes on, what is written to it, and what it is told.
extension StreamMessageBus {
    /// Messages of the node itself that may wait before no client is taken in any more: each life begins with one.
    private static let ownMax = 20_000

    /// - Throws: ``PublishError`` while too many others wait for their lives to begin.
    func attach(_ connection: ServerConnection, _ request: SignalRReceive) throws {
        guard log.ownOpenCount < Self.ownMax else {
            throw PublishError("The log takes nothing, and too many wait for it.", isDefinite: true)
        }
        let caller = request.caller
        let feed = StreamFeed(
            connection,
            id: newFeed(),
            addresses: Signals.initial(connectionID: caller.connectionID, hubs: caller.hubs, userID: caller.user),
            groups: request.groups.map(Signals.group(tokenName:)),
            isInitial: request.kind == .connect
        )
        feeds[feed.id] = feed
        feedOfConnection[ObjectIdentifier(connection)] = feed
        // Behind this turn of the event loop: the connection is not known to its node yet.
        eventLoop.assumeIsolated().execute { [weak self] in
            guard let self, feeds[feed.id] === feed else { return }
            tell { log in
                if feed.isInitial {
                    log.connect(feed.id, connection: connection.id, addresses: feed.addresses, ticket: self.newTicket())
                } else {
                    log.resume(
                        feed.id,
                        connection: connection.id,
                        addresses: feed.addresses,
                        groups: feed.groups,
                        cursor: request.cursor
                    )
                }
            }
        }
    }

    func drained(_ connection: ServerConnection) {
        guard let feed = feedOfConnection[ObjectIdentifier(connection)], feed.isStalled, let position = feed.written
        else { return }
        feed.isStalled = false
        feeds[feed.id] = nil
        feed.id = newFeed()
        feeds[feed.id] = feed
        tell {
            $0.resume(
                feed.id,
                connection: connection.id,
                addresses: feed.addresses,
                groups: feed.groups,
                at: .position(position)
            )
        }
    }

    /// The client comes back with its own word on what has arrived.
    func socketClosed(_ connection: ServerConnection) { detach(connection) }

    func detach(_ connection: ServerConnection) {
        guard let feed = feedOfConnection.removeValue(forKey: ObjectIdentifier(connection)) else { return }
        feeds[feed.id] = nil
        tell { $0.transportLost(feed.id) }
    }

    func keepAliveIsDue() { tell { $0.freshenPositions() } }

    func abort(_ connectionID: String) -> EventLoopFuture<Void> { change(connectionID, .end) }

    // MARK: Writing

    /// Committed entries, before clients are handed them.
    func delivered(_ entries: [Entry]) {
        guard trace.isWatching else { return }
        let messages = entries.map { (index: $0.index, message: Self.message(of: $0)) }
        if trace.failpoints != nil { trace.reach(.beforeReceive, messages.lazy.map(\.message)) }
        let now = MonotonicClock.now()
        for entry in messages { trace.received(entry.message, id: entry.index, time: now) }
        if trace.failpoints != nil { trace.reach(.afterReceive, messages.lazy.map(\.message)) }
    }

    func write(_ frame: Frame) {
        // Behind a frame that the kernel has not taken nothing is written: the feed goes on from that one.
        guard let feed = feeds[frame.feed], !feed.isStalled else { return }
        let connection = feed.connection
        if feed.isInitial || frame.groups != nil {
            if let groups = frame.groups { feed.groups = groups }
            var response = PersistentResponse(cursor: frame.position.text, messages: Self.values(of: frame))
            response.initialized = feed.isInitial
            response.groupsToken = GroupsToken.sealed(
                connectionID: connection.id,
                groups: feed.groups.compactMap(Signals.tokenName(groupSignal:)),
                with: seal
            )
            feed.isInitial = false
            connection.write(SharedFrame(response, messages: Self.stored(frame)), tracedBy: trace)
        } else {
            connection.write(shared(frame), tracedBy: trace)
        }
        feed.written = frame.position
        guard !connection.socket.isDrained else {
            if frame.isPartial { tell { $0.goOn(feed.id) } }
            return
        }
        // What it is told behind this frame still finds it: the end of its life does not stand in the log twice.
        feed.isStalled = true
        tell { $0.transportLost(feed.id) }
    }

    /// A broadcast is encoded once.
    private func shared(_ frame: Frame) -> SharedFrame {
        let identity = FrameIdentity(cursor: frame.position.index, serials: frame.entries.lazy.map(\.index))
        return frames.frame(identity) {
            let response = PersistentResponse(cursor: frame.position.text, messages: Self.values(of: frame))
            return SharedFrame(response, messages: Self.stored(frame))
        }
    }

    private static func values(of frame: Frame) -> [[UInt8]] {
        frame.entries.compactMap { entry in
            if case .message(_, let payload) = entry.content { payload } else { nil }
        }
    }

    private static func stored(_ frame: Frame) -> [StoredMessage] {
        frame.entries.map { StoredMessage(message(of: $0), id: $0.index, serial: $0.index) }
    }

    private static func message(of entry: Entry) -> BusMessage {
        switch entry.content {
        case .message(let target, let payload):
            BusMessage(source: "", key: target.addresses.first ?? "", value: payload)
        case .membership: BusMessage(source: "", key: "", value: [])
        }
    }

    // MARK: Telling

    func told(_ id: FeedID, _ reason: GapReason) {
        guard let feed = feeds.removeValue(forKey: id) else { return }
        let connection = feed.connection
        if reason == .ended {
            events?.aborted(connection)
            return
        }
        logger.warning(
            "client told of a gap",
            metadata: ["connection.id": "\(connection.id)", "gap": "\(reason.rawValue)"]
        )
        connection.socket.send(SharedFrame.frame(ToldGap(reason: reason.rawValue).frame))
        events?.refused(connection)
    }

    private func newFeed() -> FeedID {
        defer { nextFeed += 1 }
        return nextFeed
    }

    func newTicket() -> UInt64 {
        defer { nextTicket += 1 }
        return nextTicket
    }
}
