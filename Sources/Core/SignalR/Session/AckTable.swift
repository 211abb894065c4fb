/// Group changes of this node's callers that wait for an ack from whichever node holds the connection (reference signalr2,
/// sections 6.1 and 8).
package struct AckTable: Sendable {
    /// How long a caller waits.
    package static let waitMilliseconds = 30_000
    /// How often ``expire(now:)`` is due.
    package static let checkMilliseconds = 5_000
    /// Callers that may wait at once.
    package static let pendingMax = 100_000

    /// Command id to the time the wait began, monotonic nanoseconds.
    private var pending: [String: UInt64] = [:]

    package init() {}

    package var count: Int { pending.count }

    /// Begins a wait; false when ``pendingMax`` callers wait or the id is taken. To be called before the command is
    /// published.
    package mutating func register(_ commandID: String, now: UInt64) -> Bool {
        guard pending.count < Self.pendingMax, pending[commandID] == nil else { return false }
        pending[commandID] = now
        return true
    }

    /// True when this is the first ack of a waiting call, which completes. Later acks and those of other nodes' calls are
    /// nobody's here. The first wins, whoever sent it: a zombie's counts too.
    package mutating func acknowledge(_ commandID: String) -> Bool {
        pending.removeValue(forKey: commandID) != nil
    }

    /// Gives a wait up, for example because the command could not be published.
    package mutating func cancel(_ commandID: String) {
        pending[commandID] = nil
    }

    /// Ends the waits that are over, oldest first; their calls are cancelled.
    package mutating func expire(now: UInt64) -> [String] {
        let limit = UInt64(Self.waitMilliseconds) * 1_000_000
        let over = pending.filter { now > $0.value && now - $0.value > limit }
            .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        for (commandID, _) in over { pending[commandID] = nil }
        return over.map(\.key)
    }
}
