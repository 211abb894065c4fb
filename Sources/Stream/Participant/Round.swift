/// One pipeline that is under way.
struct Round: Sendable {
    enum Kind: Hashable, Sendable {
        /// With the proof at its end.
        case full
        /// Only reads, and asks whether the reign is still the same.
        case look
        /// A step of an adoption.
        case adoption
    }

    var pipeline: UInt64
    var kind: Kind
    var commands: [LogCommand]
    /// Of its opens: whose they are, and the salts they were sent with.
    var openings: [(ticket: UInt64, salt: UInt64)] = []
    /// Of its fetches, which stand in front of the node's own read.
    var fetches: [UInt64] = []
    /// How many entries each of its reads asks for.
    var readCount = 0
    var lease: LogIndex?
    var trim: LogIndex?
}

/// What the replies to a round say, before it is known whether they come from the right reign.
struct RoundResult {
    var outcomes: [AppendOutcome]?
    var appendRefused = false
    var numbers: [UInt64?] = []
    var fetched: [[Entry]?] = []
    var read: [Entry]?
    var meta: LogMeta?
    /// Behind the trim.
    var floor: LogIndex?
    var isLeased = false
    var isBarred = false
    var infos: [ReplicationInfo] = []
    var waited: Int?
    var mismatch: Mismatch?
    var isReadOnly = false
    var failure: String?

    /// - Parameter fetchCount: that many of the reads are for clients; the one behind them is the node's own.
    init(_ round: Round, _ replies: [LogReply]) {
        for (command, reply) in zip(round.commands, replies) { take(command, reply, fetchCount: round.fetches.count) }
    }

    private mutating func take(_ command: LogCommand, _ reply: LogReply, fetchCount: Int) {
        if reply.isReadOnly { isReadOnly = true }
        switch reply {
        case .founded: break
        case .trimmed(let floor): self.floor = floor
        case .opened(let number): numbers.append(number)
        case .appended(let outcomes): self.outcomes = outcomes
        case .entries(let entries):
            if fetched.count < fetchCount { fetched.append(entries) } else { read = entries }
        case .meta(let meta): self.meta = meta
        case .barred: isBarred = true
        case .replication(let info): infos.append(info)
        case .waited(let count): waited = count
        case .leased: isLeased = true
        case .otherLog:
            mismatch = mismatch ?? .log
            refused(command, fetchCount: fetchCount)
        case .damaged:
            mismatch = .damage
            refused(command, fetchCount: fetchCount)
        case .failed(let line):
            failure = failure ?? line
            refused(command, fetchCount: fetchCount)
        }
    }

    /// Whether some read brought as much as it asked for, and how much all of them brought.
    func reads(of count: Int) -> (isFull: Bool, byteCount: Int) {
        let reads = (fetched + [read]).compactMap(\.self)
        let byteCount = reads.joined().reduce(0) { $0 + $1.content.byteCount }
        return (reads.contains { $0.count >= count }, byteCount)
    }

    private mutating func refused(_ command: LogCommand, fetchCount: Int) {
        switch command {
        case .append: appendRefused = true
        case .open: numbers.append(nil)
        case .entries: if fetched.count < fetchCount { fetched.append(nil) }
        case .found, .meta, .barrier, .replication, .wait, .lease, .trim: break
        }
    }
}
