/// Decides which faults are due. A pure state machine: time and counts come in, occurrences come out.
package struct FaultTimeline: Sendable {
    private struct Entry {
        let fault: Int
        let spec: FaultSpec
        var fired = 0
        /// Of triggers with a time, in milliseconds since the start of traffic; nil when nothing is planned any more.
        var next: Int?
        var random: SeededGenerator
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
            case .after: entry.next = nil
            }
            return entry
        }
    }

    /// When the next fault with a time is due, in milliseconds since the start of traffic.
    package var nextDue: Int? { entries.compactMap(\.next).min() }

    /// Nothing can become due any more.
    package var isFinished: Bool {
        entries.allSatisfy { entry in
            if case .after = entry.spec.trigger { return entry.fired > 0 || isTrafficOver }
            return entry.next == nil
        }
    }

    /// Numbers of the faults that never fired.
    package var neverFired: [Int] { entries.filter { $0.fired == 0 }.map(\.fault) }

    /// True when a fault waits for a count that has been reached.
    package func isDue(_ counters: FaultCounters) -> Bool {
        entries.contains { entry in
            guard case .after(let count, let event) = entry.spec.trigger else { return false }
            return entry.fired == 0 && counters[event] >= count
        }
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

    /// Traffic is over: repeated faults without an end stop here; counts will not be reached any more.
    package mutating func trafficEnded() {
        isTrafficOver = true
        for index in entries.indices {
            if case .every(_, _, nil, nil, _) = entries[index].spec.trigger { entries[index].next = nil }
        }
    }

    private static func take(_ entry: inout Entry, now: Int, counters: FaultCounters) -> FaultOccurrence? {
        switch entry.spec.trigger {
        case .at:
            guard let next = entry.next, next <= now else { return nil }
            entry.next = nil
        case .after(let count, let event):
            guard entry.fired == 0, counters[event] >= count else { return nil }
        case .every(let period, let from, let until, let times, let jitterLimit):
            guard let next = entry.next, next <= now else { return nil }
            // From the planned time, not from the last firing: jitter does not add up.
            let planned = from + (entry.fired + 1) * max(1, period) + jitter(jitterLimit, &entry.random)
            let isLast = times.map { entry.fired + 1 >= $0 } ?? false
            let isOver = until.map { planned > $0 } ?? false
            entry.next = isLast || isOver ? nil : planned
        }
        entry.fired += 1
        return FaultOccurrence(fault: entry.fault, repetition: entry.fired, action: entry.spec.action)
    }

    private static func jitter(_ limit: Int, _ random: inout SeededGenerator) -> Int {
        limit > 0 ? Int.random(in: 0...limit, using: &random) : 0
    }
}
