/// Decides which faults are due. A pure state machine: time and counts come in, occurrences come out.
package struct FaultTimeline: Sendable {
    private struct Entry {
        let fault: Int
        let spec: FaultSpec
        var fired = 0
        /// Of triggers with a time, in milliseconds since the start of traffic; nil when nothing is planned any more, or
        /// not yet.
        var next: Int?
        var random: SeededGenerator

        /// It happened, and will happen again when that is over.
        var isToRepeat: Bool { fired > 0 && fired < spec.again?.times ?? 1 }

        /// From what it waits for to its next time.
        var delay: Int {
            if let again = spec.again, fired > 0 { return again.pauseMilliseconds }
            return if case .when(_, _, let delay) = spec.trigger { delay } else { 0 }
        }
    }

    private var entries: [Entry]
    private var isTrafficOver = false

    package init(faults: [FaultSpec], seed: UInt64) {
        entries = faults.enumerated().map { index, spec in
            var entry = Entry(
                fault: index + 1,
                spec: spec,
                random: SeededGenerator(seed: seed, purpose: "trigger \(index + 1)")
            )
            switch spec.trigger {
            case .at(let milliseconds): entry.next = milliseconds
            case .every(_, let from, _, _, let jitter): entry.next = from + Self.jitter(jitter, &entry.random)
            case .after, .when, .hook: entry.next = nil
            }
            return entry
        }
    }

    /// When the next fault with a time is due, in milliseconds since the start of traffic.
    package var nextDue: Int? { entries.compactMap(\.next).min() }

    /// Nothing can become due any more.
    package var isFinished: Bool {
        entries.allSatisfy { entry in
            entry.next == nil && !entry.isToRepeat
                && (!entry.spec.trigger.waits || entry.fired > 0 || isTrafficOver)
        }
    }

    /// Numbers of the faults that never fired.
    package var neverFired: [Int] { entries.filter { $0.fired == 0 }.map(\.fault) }

    /// True when a fault waits for something that has happened.
    package func isDue(_ counters: FaultCounters) -> Bool {
        entries.contains { $0.next == nil && Self.isMet($0, counters) }
    }

    /// Takes out what is due now. Each repetition comes out once.
    package mutating func due(atMilliseconds now: Int, counters: FaultCounters) -> [FaultOccurrence] {
        var result: [FaultOccurrence] = []
        for index in entries.indices {
            while let occurrence = Self.take(&entries[index], now: now, counters: counters) {
                result.append(occurrence)
            }
        }
        return result
    }

    /// Traffic is over: repeated faults without an end stop here; what others wait for will not come any more.
    package mutating func trafficEnded() {
        isTrafficOver = true
        for index in entries.indices {
            if case .every(_, _, nil, nil, _) = entries[index].spec.trigger { entries[index].next = nil }
        }
    }

    private static func take(_ entry: inout Entry, now: Int, counters: FaultCounters) -> FaultOccurrence? {
        if entry.next == nil, isMet(entry, counters) { entry.next = now + entry.delay }
        guard isTime(entry, now) else { return nil }
        switch entry.spec.trigger {
        case .at, .after, .hook, .when: entry.next = nil
        case .every(let period, let from, let until, let times, let jitterLimit):
            // From the planned time, not from the last firing: jitter does not add up.
            let planned = from + (entry.fired + 1) * max(1, period) + jitter(jitterLimit, &entry.random)
            let isLast = times.map { entry.fired + 1 >= $0 } ?? false
            let isOver = until.map { planned > $0 } ?? false
            entry.next = isLast || isOver ? nil : planned
        }
        entry.fired += 1
        return FaultOccurrence(fault: entry.fault, repetition: entry.fired, kind: entry.spec.fault)
    }

    private static func isTime(_ entry: Entry, _ now: Int) -> Bool {
        entry.next.map { $0 <= now } ?? false
    }

    /// What the entry waits for has happened; never for one that goes by time.
    private static func isMet(_ entry: Entry, _ counters: FaultCounters) -> Bool {
        if entry.isToRepeat { return counters.over[entry.fault] ?? 0 >= entry.fired }
        guard entry.fired == 0 else { return false }
        return switch entry.spec.trigger {
        case .at, .every: false
        case .after(let count, let event, let subject): counters.count(event, by: subject) >= count
        case .when(let sight, let nth, _): counters.sights[sight] ?? 0 >= nth
        case .hook: counters.hooked.contains(entry.fault)
        }
    }

    private static func jitter(_ limit: Int, _ random: inout SeededGenerator) -> Int {
        limit > 0 ? Int.random(in: 0...limit, using: &random) : 0
    }
}

extension FaultTrigger {
    /// Something has to happen first.
    fileprivate var waits: Bool {
        switch self {
        case .at, .every: false
        case .after, .when, .hook: true
        }
    }
}
