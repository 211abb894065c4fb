/// Gathers what went on around faults, to tell when the system had settled again: connections that were away,
/// subscriptions that were down, attempts to publish that came to nothing.
struct TroubleLog {
    private var spans: [TimeSpan] = []
    /// When each client lost its connection, by its number; 0 while it has one.
    private var away: [UInt32: UInt64] = [:]
    private var deaf: [UInt32: UInt64] = [:]
    /// When the last attempt to publish ended without an acknowledgement.
    private(set) var lastFailure: UInt64 = 0

    mutating func disconnected(_ client: UInt32, at time: UInt64) {
        if away[client] == nil { away[client] = time }
    }

    mutating func connected(_ client: UInt32, at time: UInt64) {
        if let began = away.removeValue(forKey: client) { add(began, time) }
    }

    mutating func subscription(of node: UInt32, isUp: Bool, at time: UInt64) {
        if !isUp {
            if deaf[node] == nil { deaf[node] = time }
        } else if let began = deaf.removeValue(forKey: node) {
            add(began, time)
        }
    }

    /// An attempt that was invoked at `begin` at the earliest.
    mutating func failed(from begin: UInt64, until end: UInt64) {
        lastFailure = max(lastFailure, end)
        add(begin, end)
    }

    private mutating func add(_ begin: UInt64, _ end: UInt64) {
        guard begin <= end else { return }
        if let last = spans.last, last.begin <= begin, begin <= last.end {
            spans[spans.count - 1].end = max(last.end, end)
        } else {
            spans.append(TimeSpan(begin: begin, end: end))
        }
    }

    /// The times in which a fault was under way or not yet recovered from, in order and apart: each fault from when it was
    /// asked for until it had healed, and whatever trouble hangs together with it.
    func spans(around windows: [FaultWindow]) -> [TimeSpan] {
        var all = spans.map { (span: $0, isFault: false) }
        for window in windows {
            guard let extent = window.extent else { continue }
            all.append((TimeSpan(begin: extent.lowerBound, end: extent.upperBound), true))
        }
        all.sort { ($0.span.begin, $0.span.end) < ($1.span.begin, $1.span.end) }
        var merged: [(span: TimeSpan, isFault: Bool)] = []
        for next in all {
            if let last = merged.last, next.span.begin <= last.span.end {
                merged[merged.count - 1].span.end = max(last.span.end, next.span.end)
                merged[merged.count - 1].isFault = last.isFault || next.isFault
            } else {
                merged.append(next)
            }
        }
        return merged.filter(\.isFault).map(\.span)
    }
}

/// From `begin` to `end`, both included, nanoseconds of the run's clock.
struct TimeSpan: Hashable {
    var begin: UInt64
    var end: UInt64
}
