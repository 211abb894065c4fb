import Stream

/// One Redis process of the model, with the replication of Redis 6.2 to 7.0 as far as it can be seen from outside.
struct DataServer: Sendable {
    /// One write, as it goes to replicas.
    enum Write: Hashable, Sendable {
        case command(LogCommand, now: UInt64)
        case flush
        /// Sessions that nobody uses any more.
        case expireSessions
    }

    /// A master's view of one replica's link.
    struct DownLink: Sendable {
        var server: Int
        var number: Int
        var isOnline: Bool
        var acknowledged: Int
        /// An acknowledgement that is still in the cable.
        var inCable: Int?
    }

    /// A replica's view of its link.
    struct UpLink: Sendable {
        var master: Int
        /// Of the ``DownLink``; nil while it is not attached.
        var number: Int?
        /// The cable lets nothing pass.
        var isHeld = false
    }

    var isAlive = true
    var isFrozen = false
    var dataset = Dataset()
    /// What the disk holds where that is something else: while the file is rewritten after a full resync, or without A1.
    var durable: Dataset?
    var isRewriting = false
    /// It died while its file was rewritten, and has not been in sync since: its data is from before.
    var isStale = false
    /// Nil: it is a master.
    var upstream: UpLink?
    var links: [DownLink] = []
    var reign = 0
    /// Its reign before, and up to where its writes are those of that one.
    var earlierReign = -1
    var earlierOffset = 0
    /// All writes since its offset was 0.
    var journal: [Write] = []
    /// The next script is not there.
    var losesScript = false
    /// A copy that somebody keeps (A4).
    var backup: Dataset?

    var isMaster: Bool { upstream == nil }
    var offset: Int { journal.count }
    /// It takes part in what happens.
    var isRunning: Bool { isAlive && !isFrozen }
    /// What it would have after a restart.
    var onDisk: Dataset { durable ?? dataset }

    /// Applies a write that came from its master.
    mutating func replay(_ write: Write, limits: LogLimits, defects: ModelDefects) {
        journal.append(write)
        apply(write, limits: limits, defects: defects)
    }

    mutating func apply(_ write: Write, limits: LogLimits, defects: ModelDefects) {
        switch write {
        case .command(let command, let now):
            _ = dataset.run(command, now: now, limits: limits, defects: defects)
        case .flush: dataset = Dataset()
        case .expireSessions: dataset.sessions.removeAll()
        }
    }
}
