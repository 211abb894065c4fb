/// One message that is to stand in the log once, whoever appends it and however often.
package struct AppendRequest: Hashable, Sendable {
    package var session: PublisherSession
    /// 1, 2, 3 ... within the session.
    package var sequence: UInt64
    package var content: EntryContent

    package init(session: PublisherSession, sequence: UInt64, content: EntryContent) {
        self.session = session
        self.sequence = sequence
        self.content = content
    }
}

/// One command of a pipeline. Each is one Redis command, so that what can come between two of them can come between two of
/// these.
package enum LogCommand: Hashable, Sendable {
    /// Founds the log under this name where there is none, or where its name is the one to be replaced: a log that proved to
    /// be damaged.
    case found(LogID, replacing: LogID?)
    /// Takes the next number for a session with this salt.
    case open(LogID, salt: UInt64)
    /// Appends what is new, in this order.
    case append(LogID, [AppendRequest])
    /// Up to so many entries, from this index on.
    case entries(from: LogIndex, count: Int)
    case meta
    /// Always writes, and raises the log's commit index to this one, which the caller has proved. Nil: no log is known.
    case barrier(LogID?, commit: LogIndex)
    /// `INFO replication`.
    case replication
    /// WAIT. Milliseconds are above 0, which would mean for ever.
    case wait(replicas: Int, milliseconds: Int)
    /// Keeps entries behind this index from being trimmed.
    case lease(LogID, node: String, index: LogIndex)
    /// Trims up to this index, but nothing that a lease holds or that is not committed.
    case trim(LogID, limit: LogIndex, commit: LogIndex)
}

/// What became of one request of an append.
package enum AppendOutcome: Hashable, Sendable {
    case appended(LogIndex)
    /// It is in this log already; whether committed is another question.
    case already
    /// An earlier message of the session is missing; no effect.
    case gap
    /// No such session, or another salt; no effect. An append never creates a session.
    case unknownSession
    /// The log is at its limit; no effect.
    case full
}

/// The reply to one ``LogCommand``.
package enum LogReply: Hashable, Sendable {
    /// The name of the log that is there now.
    case founded(LogID)
    /// The number of the new session.
    case opened(UInt64)
    /// One outcome for each request.
    case appended([AppendOutcome])
    case entries([Entry])
    case meta(LogMeta)
    case barred
    case replication(ReplicationInfo)
    case waited(Int)
    /// The floor, below or at which nothing can be read.
    case leased(floor: LogIndex)
    case trimmed(floor: LogIndex)
    /// A script found another log than the caller's, or none; no effect.
    case otherLog
    /// Redis answered with an error; its line.
    case failed(String)
    /// What our keys hold is not ours: WRONGTYPE, or an entry that cannot be read.
    case damaged
}

extension LogReply {
    /// The error says that the server takes no writes: it is a replica.
    package var isReadOnly: Bool {
        guard case .failed(let line) = self else { return false }
        return line.hasPrefix("READONLY") || line.contains("-READONLY")
    }
}
