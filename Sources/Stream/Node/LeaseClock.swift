/// Remembers where the log was when, for what depends on age: how long clients that were dropped may still come back to a
/// place, and what is old enough to be trimmed. Nothing that is safe depends on it: who comes too late is told.
struct LeaseClock: Sendable {
    private struct Sample {
        var time: UInt64
        var index: LogIndex
    }

    private var samples: [Sample] = []
    private let span: UInt64
    private let interval: UInt64

    private static let samplesPerSpan: UInt64 = 128

    /// - Parameter span: milliseconds that are remembered.
    init(span: UInt64) {
        self.span = span
        interval = max(1, span / Self.samplesPerSpan)
    }

    mutating func note(_ index: LogIndex, now: UInt64) {
        if let last = samples.last, now < last.time + interval { return }
        samples.append(Sample(time: now, index: index))
        while samples.count > 1, samples[1].time + span <= now { samples.removeFirst() }
    }

    /// The highest index that was reached by then; nil when nothing is remembered of that time.
    func index(at time: UInt64) -> LogIndex? {
        samples.last { $0.time <= time }?.index
    }

    /// The lowest index that is remembered.
    var first: LogIndex? { samples.first?.index }

    mutating func reset() { samples.removeAll() }
}
