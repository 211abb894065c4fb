/// What a node keeps for one transport of a client: where it is in the log, and what it listens to there.
struct Feed: Sendable {
    enum State: Hashable, Sendable {
        /// Its connect entry has not come yet: what stands before it is not for it.
        case connecting
        /// It came back with a position that is not looked at yet: ahead of this node, or the node has no log. Judged by
        /// pipelines from this number on.
        case waiting(judgedFrom: UInt64)
        /// Entries between its position and the node's are being read for it.
        case behind
        /// It was given as much as one frame may hold; the rest comes when that was taken.
        case partial
        /// At the node's position.
        case live
    }

    let id: FeedID
    let connection: String
    /// What it listens to without any group.
    let addresses: [String]
    var groups: [String]
    var state: State
    /// Everything up to here was handed to it or is in `outbox`; nil before its connect entry.
    var position: Position?
    var outbox: [Entry] = []
    var groupsChanged = false
    /// The position of the last frame.
    var sent: LogIndex = 0

    /// One entry behind its position. True when it ends the connection's life.
    mutating func apply(_ entry: Entry, log: LogID) -> Bool {
        if state == .connecting {
            guard case .membership(connection, .connect) = entry.content else { return false }
            state = .live
            // The life begins with a frame of its own: a position to come back to, and a token without groups.
            groupsChanged = true
        }
        position = Position(log: log, index: entry.index, tag: entry.tag)
        switch entry.content {
        case .message(let target, _):
            if matches(target) { outbox.append(entry) }
            return false
        case .membership(let who, let change):
            return who == connection && applyMembership(change)
        }
    }

    mutating func applyMembership(_ change: Membership) -> Bool {
        switch change {
        case .connect: return false
        case .join(let group):
            if !groups.contains(group) { groups.append(group) }
            groupsChanged = true
            return false
        case .leave(let group):
            groups.removeAll { $0 == group }
            groupsChanged = true
            return false
        case .end: return true
        }
    }

    private func matches(_ target: Target) -> Bool {
        target.addresses.contains(where: listens) && !target.exceptions.contains(where: listens)
    }

    private func listens(to address: String) -> Bool {
        addresses.contains(address) || groups.contains(address)
    }

    /// What is to be written now; nil when there is nothing new.
    /// - Parameter fresh: also a position alone is worth a frame.
    mutating func takeFrame(fresh: Bool) -> Frame? {
        let isAhead = (position?.index ?? 0) > sent
        // Behind a frame that is asked for the rest, so a part of nothing is a frame too.
        guard let position, !outbox.isEmpty || groupsChanged || (isAhead && (fresh || state == .partial)) else {
            return nil
        }
        defer {
            outbox.removeAll(keepingCapacity: true)
            groupsChanged = false
            sent = position.index
        }
        return Frame(
            feed: id,
            position: position,
            entries: outbox,
            groups: groupsChanged ? groups.sorted() : nil,
            isPartial: state == .partial
        )
    }
}
