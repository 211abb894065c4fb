/// What a node has read of the log: what is committed and handed on, and behind it what is pending.
struct Reader: Sendable {
    /// The last entry that was handed on: the log, its index and its tag. Nil until a log was adopted.
    private(set) var delivered: Position?
    /// The highest index that is known to be committed; entries up to it may still have to be read.
    private(set) var commitIndex: LogIndex = 0
    /// The log's name is committed: some entry of it is, or a round was proved in it. Until then another one may be there after a
    /// failover.
    private(set) var isLogProved = false
    /// Read in this reign and not handed on, without holes.
    private(set) var pending: [Entry] = [] {
        didSet { if pending.isEmpty { pendingBytes = 0 } }
    }
    private(set) var pendingBytes = 0

    /// What the next entries to be read mean.
    enum Continuation: Hashable {
        case joined
        /// They do not continue what was read: read again.
        case broken
        /// What comes next was trimmed away.
        case trimmed
    }

    var readIndex: LogIndex { pending.last?.index ?? delivered?.index ?? 0 }

    /// Begins behind an entry that is committed.
    mutating func begin(at position: Position) {
        delivered = position
        commitIndex = max(commitIndex, position.index)
        pending.removeAll()
        if position.index > 0 { isLogProved = true }
    }

    mutating func reset() { self = Reader() }

    mutating func join(_ entries: [Entry], meta: LogMeta) -> Continuation {
        var next = readIndex + 1
        if let first = entries.first, first.index != next { return meta.floor >= next ? .trimmed : .broken }
        if entries.isEmpty { return meta.floor >= next ? .trimmed : .joined }
        for entry in entries {
            guard entry.index == next else { return .broken }
            next += 1
        }
        pendingBytes += entries.reduce(0) { $0 + $1.content.byteCount }
        pending += entries
        return .joined
    }

    /// Everything that the log had before the barrier is committed, also what is still to be read.
    mutating func proved(head: LogIndex) {
        isLogProved = true
        commitIndex = max(commitIndex, head)
    }

    /// The log says that this index is committed.
    mutating func hinted(_ index: LogIndex) {
        if index > 0 { isLogProved = true }
        commitIndex = max(commitIndex, index)
    }

    /// What can be handed on now, as far as it fits; to be called until there is nothing.
    mutating func take(bytesMax: Int, unproved: Bool = false) -> [Entry] {
        var byteCount = 0
        let count = pending.prefix { entry in
            guard unproved || entry.index <= commitIndex, byteCount < bytesMax else { return false }
            byteCount += entry.content.byteCount
            return true
        }.count
        guard count > 0, let log = delivered?.log else { return [] }
        let entries = Array(pending[..<count])
        pending.removeFirst(count)
        if !pending.isEmpty { pendingBytes -= byteCount }
        let last = entries[count - 1]
        delivered = Position(log: log, index: last.index, tag: last.tag)
        return entries
    }

    /// What was not proved is read again. A log whose name was not proved is unknown again.
    mutating func reignEnded(keepsPending: Bool = false) {
        if !keepsPending { pending.removeAll(keepingCapacity: true) }
        if !isLogProved {
            delivered = nil
            commitIndex = 0
            pending.removeAll()
        }
    }
}
