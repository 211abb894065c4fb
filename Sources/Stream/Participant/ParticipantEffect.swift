/// What a ``Participant`` wants done, in this order.
package enum ParticipantEffect: Hashable, Sendable {
    /// Ask who is master; the answer is `located`.
    case locate
    /// Connect there; the answer is `connected` or `connectionLost`.
    case connect(ServerAddress)
    /// Leave the connection; no answer.
    case disconnect
    /// Send these in one piece over the connection; the answer is `answered` with one reply for each, or `connectionLost`.
    case send(pipeline: UInt64, [LogCommand])
    case resolved(ticket: UInt64, AppendAnswer)
    /// The session is committed and can be used.
    case opened(ticket: UInt64, PublisherSession)
    /// Committed, and next in order.
    case deliver([Entry])
    /// A round was proved in which this was the last entry; the number is its pipeline's.
    case proved(pipeline: UInt64, head: LogIndex)
    /// Entries that a client is behind with, and what the log said of itself then.
    case fetched(ticket: UInt64, [Entry], LogMeta)
    /// The fetch was lost with its connection.
    case fetchFailed(ticket: UInt64)
    /// The lease at this index is committed.
    case leased(LogIndex)
    /// Data was destroyed: another log, or another past, was proved. No position of before is worth anything.
    case startedAnew(Mismatch)
    /// This node fell behind the floor; it goes on from there.
    case overran(Position)
    /// A reign was adopted: pending work goes there.
    case adopted(ServerAddress, Reign)
    /// Something that a person should read.
    case trouble(String)
}

/// In what a server's data contradicts what was proved before.
package enum Mismatch: String, Hashable, Sendable {
    /// Another log, or none.
    case log
    /// Committed entries are missing at its end.
    case head
    /// Another entry stands where a committed one stood.
    case tag
    /// Its keys do not hold what we wrote.
    case damage
}

/// How a ``Participant`` works.
package struct ParticipantSettings: Hashable, Sendable {
    /// The name of the node, for its lease.
    package var node: String
    /// Every data server, whichever is master.
    package var servers: [ServerAddress]
    package var measures: SafetyMeasures
    /// Entries of one append.
    package var batchEntriesMax: Int
    /// Bytes of one append.
    package var batchBytesMax: Int
    /// Entries of one read.
    package var readEntriesMax: Int
    /// Bytes of entries that the reads of one round should not bring more of; when they do, the next ones ask for fewer.
    package var readBytesMax: Int
    /// Bytes of messages that wait to be appended.
    package var queueBytesMax: Int
    /// Reads for clients that are behind, of one round.
    package var fetchesMax: Int
    /// Entries that are read and not proved.
    package var pendingEntriesMax: Int
    /// Bytes of them; one read more at most.
    package var pendingBytesMax: Int
    /// Bytes of entries that are handed on at once, be it one entry more.
    package var deliveryBytesMax: Int
    /// Entries that one round hands on, and one delivery more: each is kept for each client until it is written.
    package var deliveryEntriesMax: Int
    /// How long WAIT may hold up the connection; below a second.
    package var waitMilliseconds: Int
    /// Rounds without a proof until it is asked again who is master.
    package var unprovedRoundsMax: Int

    package init(
        node: String,
        servers: [ServerAddress],
        measures: SafetyMeasures = .all,
        batchEntriesMax: Int = 512,
        batchBytesMax: Int = 1 << 20,
        readEntriesMax: Int = 256,
        readBytesMax: Int = 4 << 20,
        fetchesMax: Int = 8,
        queueBytesMax: Int = 16 << 20,
        pendingEntriesMax: Int = 10_000,
        pendingBytesMax: Int = 16 << 20,
        deliveryBytesMax: Int = 1 << 20,
        deliveryEntriesMax: Int = 256,
        waitMilliseconds: Int = 250,
        unprovedRoundsMax: Int = 3
    ) {
        self.node = node
        self.servers = servers
        self.measures = measures
        self.batchEntriesMax = batchEntriesMax
        self.batchBytesMax = batchBytesMax
        self.readEntriesMax = readEntriesMax
        self.readBytesMax = readBytesMax
        self.queueBytesMax = queueBytesMax
        self.fetchesMax = fetchesMax
        self.pendingEntriesMax = pendingEntriesMax
        self.pendingBytesMax = pendingBytesMax
        self.deliveryBytesMax = deliveryBytesMax
        self.deliveryEntriesMax = deliveryEntriesMax
        self.waitMilliseconds = waitMilliseconds
        self.unprovedRoundsMax = unprovedRoundsMax
    }
}
