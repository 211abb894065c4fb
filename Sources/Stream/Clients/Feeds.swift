/// What ``Feeds`` want done.
enum FeedsEffect: Hashable, Sendable {
    /// Read what stands from this index on; the answer is `fetched` or `fetchFailed`.
    case fetch(FeedID, from: LogIndex)
    case tell(FeedID, GapReason)
}

/// The clients of a node: each gets what it is entitled to of the committed log, in order, from its own position on.
struct Feeds: Sendable {
    private var feeds: [Feed] = []
    private var recent: RecentLog
    /// The node's own position; nil until it has a log that is known for good.
    private var delivered: Position?
    /// The log of `delivered` is not one that a failover may yet take away.
    private var isLogProved = false
    private let measures: SafetyMeasures
    private(set) var effects: [FeedsEffect] = []

    private let frameBytesMax: Int

    init(measures: SafetyMeasures, recentEntriesMax: Int, recentBytesMax: Int, frameBytesMax: Int) {
        self.measures = measures
        self.frameBytesMax = frameBytesMax
        recent = RecentLog(entriesMax: recentEntriesMax, bytesMax: recentBytesMax)
    }

    mutating func takeEffects() -> [FeedsEffect] {
        guard !effects.isEmpty else { return [] }
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    var count: Int { feeds.count }

    /// A life that has not begun.
    func isConnecting(_ connection: String) -> Bool {
        feeds.contains { $0.state == .connecting && $0.connection == connection }
    }

    /// A client is ahead of this node: rounds are needed to see whether it can be.
    var hasWaiting: Bool {
        feeds.contains { if case .waiting = $0.state { true } else { false } }
    }

    /// The lowest index that a client which is not at the node's position still needs.
    var lowestIndex: LogIndex? {
        feeds.lazy.filter { $0.state != .live && $0.state != .connecting }.compactMap { $0.position?.index }.min()
    }

    // MARK: Coming and going

    /// A new life: it begins at its connect entry, which the node publishes.
    mutating func connect(_ id: FeedID, connection: String, addresses: [String]) {
        feeds.append(Feed(id: id, connection: connection, addresses: addresses, groups: [], state: .connecting))
    }

    /// The same life over another transport, with the client's word on where it is.
    mutating func resume(
        _ id: FeedID,
        connection: String,
        addresses: [String],
        groups: [String],
        at presented: PresentedPosition,
        judgedFrom pipeline: UInt64
    ) {
        guard case .position(let position) = presented else {
            effects.append(.tell(id, .noPosition))
            return
        }
        let first = measures.contains(.judgesByLaterRounds) ? pipeline : 0
        var feed = Feed(
            id: id,
            connection: connection,
            addresses: addresses,
            groups: groups,
            state: .waiting(judgedFrom: first)
        )
        feed.position = position
        feed.sent = position.index
        feeds.append(feed)
        place(feeds.count - 1)
        removeTold()
    }

    /// The transport is gone.
    mutating func remove(_ id: FeedID) {
        feeds.removeAll { $0.id == id }
    }

    // MARK: The log

    /// The node goes on from here, or begins.
    mutating func begin(at position: Position) {
        guard delivered != position else { return }
        delivered = position
        recent.begin(at: position)
        placeWaiting()
    }

    mutating func deliver(_ entries: [Entry]) {
        guard let log = delivered?.log, let last = entries.last else { return }
        isLogProved = true
        if !measures.contains(.replaysMembershipInOrder) { applyMembershipFirst(entries) }
        for entry in entries { recent.append(entry) }
        for place in feeds.indices {
            switch feeds[place].state {
            case .connecting, .live: apply(entries[...], to: place, log: log)
            case .waiting, .behind, .partial: break
            }
        }
        delivered = Position(log: log, index: last.index, tag: last.tag)
        placeWaiting()
    }

    private mutating func apply(_ entries: ArraySlice<Entry>, to place: Int, log: LogID) {
        for entry in entries where feeds[place].apply(entry, log: log) {
            effects.append(.tell(feeds[place].id, .ended))
            break
        }
    }

    /// The mistake of taking a batch's changes of membership before its messages; only where that measure is left out.
    private mutating func applyMembershipFirst(_ entries: [Entry]) {
        for place in feeds.indices where feeds[place].state == .live {
            for entry in entries {
                if case .membership(feeds[place].connection, let change) = entry.content {
                    _ = feeds[place].applyMembership(change)
                }
            }
        }
    }

    /// A round was proved in which the log ended there.
    mutating func proved(pipeline: UInt64, head: LogIndex) {
        isLogProved = true
        // Also those whose fetch failed.
        placeWaiting()
        for place in feeds.indices {
            guard case .waiting(let first) = feeds[place].state, pipeline >= first,
                let index = feeds[place].position?.index,
                index > head
            else { continue }
            if measures.contains(.waitsForPosition) { tell(place, .beyondHead) }
        }
        removeTold()
    }

    /// What was destroyed cannot be handed over.
    mutating func startedAnew() {
        for feed in feeds { effects.append(.tell(feed.id, .startedAnew)) }
        feeds.removeAll()
        delivered = nil
        isLogProved = false
    }

    /// The node goes on behind the floor: who was with it has missed something, be it the entry that begins its life.
    mutating func overran(_ position: Position) {
        for place in feeds.indices where feeds[place].state == .live || feeds[place].state == .connecting {
            tell(place, .trimmed)
        }
        removeTold()
        begin(at: position)
    }

    // MARK: Coming back

    private mutating func placeWaiting() {
        for index in feeds.indices {
            if case .waiting = feeds[index].state { place(index) }
        }
        removeTold()
    }

    /// Looks where a client that came back is.
    private mutating func place(_ place: Int) {
        guard isLogProved, let delivered, let position = feeds[place].position else { return }
        if position.log != delivered.log, measures.contains(.checksLogID) {
            tell(place, .otherLog)
        } else if position.index > delivered.index {
            // This node has not come so far. Where it is mistaken about that, a later round says so.
            if !measures.contains(.waitsForPosition) {
                feeds[place].position = delivered
                feeds[place].state = .live
            }
        } else if let tag = recent.tag(at: position.index) {
            if tag != position.tag, measures.contains(.checksTag) {
                tell(place, .otherEntry)
                return
            }
            catchUp(place, from: recent.entries(after: position.index), log: delivered.log)
        } else {
            feeds[place].state = .behind
            effects.append(.fetch(feeds[place].id, from: position.index))
        }
    }

    /// Gives a client as much as one frame may hold.
    private mutating func catchUp(_ place: Int, from entries: ArraySlice<Entry>, log: LogID) {
        var byteCount = 0
        let count = entries.prefix { entry in
            defer { byteCount += entry.content.byteCount }
            return byteCount < frameBytesMax
        }.count
        feeds[place].state = count < entries.count ? .partial : .live
        apply(entries.prefix(count), to: place, log: log)
    }

    /// Its last frame was taken.
    mutating func goOn(_ id: FeedID, judgedFrom pipeline: UInt64) {
        guard let place = feeds.firstIndex(where: { $0.id == id }), feeds[place].state == .partial else { return }
        feeds[place].state = .waiting(judgedFrom: pipeline)
        self.place(place)
        removeTold()
    }

    /// Committed entries from a client's position on, the one at the position first.
    mutating func fetched(_ id: FeedID, _ entries: [Entry], _ meta: LogMeta) {
        guard let place = feeds.firstIndex(where: { $0.id == id }), feeds[place].state == .behind,
            let position = feeds[place].position, let delivered
        else { return }
        defer { removeTold() }
        guard let tag = Participant.tag(at: position.index, entries, meta) else {
            // Trimmed away, or damaged, which is found out elsewhere.
            if measures.contains(.checksFloor) {
                tell(place, .trimmed)
            } else {
                catchUp(place, entries, delivered)
            }
            return
        }
        if tag != position.tag, measures.contains(.checksTag) {
            tell(place, .otherEntry)
            return
        }
        catchUp(place, entries, delivered)
    }

    private mutating func catchUp(_ place: Int, _ entries: [Entry], _ delivered: Position) {
        guard let position = feeds[place].position else { return }
        let new = entries.filter { $0.index > position.index && $0.index <= delivered.index }
        if new.first?.index != position.index + 1, measures.contains(.checksFloor) {
            tell(place, .trimmed)
            return
        }
        catchUp(place, from: new[...], log: delivered.log)
        // What is there is not all: the node's own place is elsewhere.
        if feeds[place].state == .live, feeds[place].position?.index != delivered.index {
            feeds[place].state = .partial
        }
    }

    /// The read for it was lost: it is looked at again.
    mutating func fetchFailed(_ id: FeedID, judgedFrom pipeline: UInt64) {
        guard let place = feeds.firstIndex(where: { $0.id == id }), feeds[place].state == .behind else { return }
        feeds[place].state = .waiting(judgedFrom: pipeline)
    }

    /// The node reads a reign's log: at its old position, unless it has none that was proved.
    /// - Parameter isProved: the log's name is known for good.
    mutating func adopted(at position: Position, isProved: Bool) {
        isLogProved = isProved
        if delivered == position { placeWaiting() } else { begin(at: position) }
    }

    private mutating func tell(_ place: Int, _ reason: GapReason) {
        effects.append(.tell(feeds[place].id, reason))
    }

    private mutating func removeTold() {
        guard effects.contains(where: { if case .tell = $0 { true } else { false } }) else { return }
        for effect in effects {
            if case .tell(let id, let reason) = effect, reason != .ended { feeds.removeAll { $0.id == id } }
        }
    }

    // MARK: Writing

    /// What is to be written now, a frame for each client that has something new.
    /// - Parameter fresh: also to clients with nothing but a new position, as with the keep-alive.
    mutating func takeFrames(fresh: Bool) -> [Frame] {
        var frames: [Frame] = []
        for place in feeds.indices {
            if let frame = feeds[place].takeFrame(fresh: fresh) { frames.append(frame) }
        }
        return frames
    }
}
