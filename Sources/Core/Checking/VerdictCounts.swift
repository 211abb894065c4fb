/// What became of the messages that were published. Sentinels are counted apart.
package struct PublishCounts: Codable, Hashable, Sendable {
    package var messages = 0
    /// At least one attempt was acknowledged.
    package var ok = 0
    /// Every attempt failed for certain.
    package var fail = 0
    /// Neither: the message may have taken effect.
    package var info = 0
    /// Attempts in all, sentinels included.
    package var attempts = 0
    package var sentinels = 0
    package var sentinelsOk = 0

    package init() {}
}

/// What the clients saw.
package struct DeliveryCounts: Codable, Hashable, Sendable {
    /// Everything that was handed to an application with a right checksum, copies and strays included.
    package var handed = 0
    /// First copies in a life, of messages that the client may have.
    package var delivered = 0
    /// Pairs of client and message that are owed: *must*.
    package var expected = 0
    /// `delivered` that were not owed: *may*.
    package var optional = 0
    /// Pairs of client and stream (publisher to audience) in which something was owed.
    package var pairs = 0
    /// `delivered` that the client had seen in an earlier life.
    package var redeliveries = 0
    /// Deliveries that no complete record can tell from a phantom or an aborted message.
    package var unjudged = 0

    package init() {}
}

/// How long messages took from the first attempt of their publish to the application, nanoseconds, over all first copies.
/// Percentiles are rounded up by less than 1.6 %.
package struct LatencySummary: Codable, Hashable, Sendable {
    package var count: UInt64
    package var p50: UInt64
    package var p99: UInt64
    package var max: UInt64

    package init(count: UInt64 = 0, p50: UInt64 = 0, p99: UInt64 = 0, max: UInt64 = 0) {
        self.count = count
        self.p50 = p50
        self.p99 = p99
        self.max = max
    }
}

/// One client in figures.
package struct ClientSummary: Codable, Hashable, Sendable {
    package var client: ClientID
    package var user: String?
    /// Where it was connected last.
    package var node: NodeID?
    package var lives = 0
    /// Connections that went on with a life.
    package var resumes = 0
    package var disconnects = 0
    package var delivered = 0
    package var expected = 0
    package var redeliveries = 0
    package var lost = 0
    package var duplicated = 0
    package var outOfOrder = 0
    /// Misrouted, phantom, aborted and corrupted together.
    package var strays = 0
    /// It proved that its connection answered after the end of traffic.
    package var alive = false

    package init(client: ClientID, user: String?) {
        self.client = client
        self.user = user
    }
}

/// One history file as it was found.
package struct HistorySummary: Codable, Hashable, Sendable {
    package var name: String
    package var role: HistoryRole?
    package var process: UInt32?
    package var records: UInt64
    /// In words; see ``HistoryEnding``.
    package var ending: String
    package var complete: Bool
}

/// One repetition of a fault, as recorded. Times that are nil did not happen.
package struct FaultWindow: Codable, Hashable, Sendable {
    package var number: Int
    package var repetition: Int
    package var name: String
    package var target: String
    package var invokedAt: UInt64?
    package var observedAt: UInt64?
    package var healInvokedAt: UInt64?
    package var healedAt: UInt64?
    /// Why it could not be shown to have taken effect.
    package var failure: String?
}
