import Core

/// Clients that come and go, each once in a period, evenly one after the other.
struct ChurnTracker {
    /// One client of it.
    struct Turn {
        let member: Int
        /// How it was before.
        let wasIn: Bool
        /// It is now the other way round.
        var isTurned = false
        /// When it changes next.
        var nextAt: UInt64
        /// The last change was seen to be done, and counted.
        var isSeen = true
    }

    let fault: Int
    /// Nil: the connection itself.
    let group: AudienceNumber?
    /// From out to in and from in to out. Nanoseconds.
    let half: UInt64
    var turns: [Turn]
    var cycles = 0
    var isApplied = false
    var isEnding = false
    var timer: LoopTimer?

    /// Between two looks at a change that is under way. Nanoseconds.
    static let lookPause: UInt64 = 10_000_000

    /// When there is something to do or to look at.
    func next(now: UInt64) -> UInt64? {
        let look = turns.contains { !$0.isSeen } ? now + Self.lookPause : .max
        let due = isEnding ? .max : turns.map { max($0.nextAt, $0.isSeen ? 0 : now + Self.lookPause) }.min() ?? .max
        let next = min(look, due)
        return next == .max ? nil : next
    }
}
