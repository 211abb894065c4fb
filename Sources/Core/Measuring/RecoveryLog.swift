/// How the run went on behind each observed healing.
struct RecoveryLog {
    /// From one healing to the beginning of the next fault.
    struct Segment {
        var recovery: FaultRecovery
        /// By audience, since when something was pending that was owed behind the healing; never where nothing was.
        var pendingSince: [UInt64]
        /// The last invocation behind the healing that was acknowledged, and that was lost or came to nothing.
        var lastGood: UInt64 = 0
        var lastBad: UInt64 = 0
        /// The last bad one came to nothing, rather than being lost.
        var endedInFailure = false
        /// The longest that a client waited for what was pending.
        var longestWait: UInt64 = 0
        /// A client waited until the next fault, or to the end.
        var someoneStillWaits = false
        /// A client got nothing from behind the healing at all, and should have.
        var someoneWasNeverServed = false

        var begin: UInt64 { recovery.healedAt }
        var end: UInt64 { recovery.endsAt ?? .max }
    }

    /// In the order of the healings.
    private(set) var segments: [Segment]

    init(windows: [FaultWindow], store: MessageStore, table: StreamTable) {
        let healed = windows.filter { $0.healedAt != nil }
            .sorted { ($0.healedAt ?? 0, $0.number, $0.repetition) < ($1.healedAt ?? 0, $1.number, $1.repetition) }
        segments = healed.map { window in
            let time = window.healedAt ?? 0
            let reference = FaultReference(number: window.number, repetition: window.repetition, name: window.name)
            var recovery = FaultRecovery(fault: reference, healedAt: time)
            // What is over in a moment and heals nothing has no recovery of its own, so it cuts off none.
            recovery.endsAt = windows.filter { $0.isMomentary != true || $0.healedAt != nil }
                .compactMap(\.extent?.lowerBound).filter { $0 > time }.min()
            // One that never heals judges nothing: under it the others have their own recoveries.
            recovery.overlappedBy = windows.first { other in
                guard other.healedAt != nil, let extent = other.extent else { return false }
                return extent.contains(time) && extent.upperBound > time
            }
            .map { FaultReference(number: $0.number, repetition: $0.repetition, name: $0.name) }
            return Segment(
                recovery: recovery,
                pendingSince: Array(repeating: .max, count: table.ofAudience.count)
            )
        }
        guard !segments.isEmpty else { return }
        for stream in table.streams {
            for sequence in stream.sequences {
                take(store.known(stream.publisher, sequence).pointee, audience: stream.audience)
            }
        }
    }

    /// How many healings were seen by a time.
    func count(until time: UInt64) -> Int {
        var (low, high) = (0, segments.count)
        while low < high {
            let middle = (low + high) / 2
            if segments[middle].begin <= time { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// When a message that was invoked at a time fell into a segment: the last one that had begun, if it had not ended.
    private func segment(at time: UInt64) -> Int? {
        let place = count(until: time) - 1
        return place >= 0 && time < segments[place].end ? place : nil
    }

    private mutating func take(_ message: Message, audience: Int) {
        let own = segment(at: message.invokedAt)
        switch message.state {
        case .absent: return
        case .ok:
            if let own { segments[own].lastGood = max(segments[own].lastGood, message.invokedAt) }
            let first = count(until: message.invokedAt)
            pend(message, audience, segments: first..<max(first, count(until: message.endedAt)))
            if let own { pend(message, audience, segments: own..<(own + 1)) }
        case .fail, .info:
            guard let own else { return }
            segments[own].lastBad = max(segments[own].lastBad, message.invokedAt)
            segments[own].endedInFailure = segments[own].lastBad == message.invokedAt
        }
    }

    private mutating func pend(_ message: Message, _ audience: Int, segments places: Range<Int>) {
        for place in places {
            let since = max(message.invokedAt, segments[place].begin)
            segments[place].pendingSince[audience] = min(segments[place].pendingSince[audience], since)
        }
    }
}

// What clients tell.
extension RecoveryLog {
    /// Where something was lost, if behind a healing.
    mutating func lost(invokedAt time: UInt64) -> Int? {
        guard let place = segment(at: time) else { return nil }
        if time >= segments[place].lastBad {
            segments[place].lastBad = time
            segments[place].endedInFailure = false
        }
        return place
    }

    /// A client got its first message from behind a healing, for which it had waited since a time.
    mutating func served(_ place: Int, _ client: ClientID, at time: UInt64, since: UInt64) {
        segments[place].recovery.firstServedAt = min(segments[place].recovery.firstServedAt ?? .max, time)
        if !segments[place].someoneWasNeverServed, time > segments[place].recovery.lastServedAt ?? 0 {
            segments[place].recovery.lastServedAt = time
            segments[place].recovery.lastClient = client
        }
        wait(place, since: since, until: time)
    }

    /// A client lost something behind a healing and got nothing from behind it, up to a time.
    mutating func neverServed(_ place: Int, _ client: ClientID, since: UInt64, until time: UInt64) {
        segments[place].someoneStillWaits = true
        segments[place].someoneWasNeverServed = true
        segments[place].recovery.lastServedAt = nil
        segments[place].recovery.lastClient = client
        wait(place, since: since, until: time)
    }

    private mutating func wait(_ place: Int, since: UInt64, until time: UInt64) {
        let end = segments[place].end
        guard since < end else { return }
        // Behind the beginning of the next fault nothing is told of this one.
        if time > end { segments[place].someoneStillWaits = true }
        let until = min(time, end)
        segments[place].longestWait = max(segments[place].longestWait, until > since ? until - since : 0)
    }

    /// In the order of faults and repetitions.
    ///
    /// - Parameter lastFailure: when the last attempt to publish came to nothing, where the clients that sent were shown to
    ///   be alive; it tells for how long publishing had not recovered.
    func recoveries(_ owed: OwedTimes, lastFailure: UInt64?) -> [FaultRecovery] {
        segments.map { segment in
            var recovery = segment.recovery
            recovery.troubledUntil = segment.lastBad > 0 ? segment.lastBad : nil
            if segment.lastBad == 0 {
                recovery.recoveredAt = segment.lastGood > 0 ? segment.begin : nil
            } else {
                let next = owed.first(after: segment.lastBad)
                recovery.recoveredAt = next < segment.end ? next : nil
            }
            guard segment.lastGood > 0 || segment.lastBad > 0 || segment.longestWait > 0 else { return recovery }
            recovery.isRecovered = recovery.recoveredAt != nil && !segment.someoneStillWaits
            var until = recovery.recoveredAt ?? segment.lastBad
            if recovery.recoveredAt == nil, segment.endedInFailure, let lastFailure, recovery.endsAt == nil {
                until = max(until, lastFailure)
            }
            recovery.took = max(until > segment.begin ? until - segment.begin : 0, segment.longestWait)
            return recovery
        }
        .sorted { ($0.fault.number, $0.fault.repetition) < ($1.fault.number, $1.fault.repetition) }
    }
}
