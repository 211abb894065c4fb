/// Sorts latencies into those that met a fault and those that did not.
struct CalmMeter {
    /// In order and apart.
    private let troubles: [TimeSpan]
    /// The calm in which the last message was: later than the first and earlier than the second.
    private var from: UInt64 = 0
    private var until: UInt64 = .max

    private(set) var calm = LatencyHistogram()
    private var troubled = LatencyHistogram()

    init(troubles: [TimeSpan]) {
        self.troubles = troubles
        if let first = troubles.first { until = first.begin }
    }

    /// Counts a message that was invoked and arrived at these times.
    @inline(__always)
    mutating func record(invokedAt: UInt64, arrivedAt: UInt64) {
        let latency = arrivedAt > invokedAt ? arrivedAt - invokedAt : 0
        if invokedAt > from, arrivedAt < until {
            calm.record(latency)
        } else {
            recordElsewhere(invokedAt, arrivedAt, latency)
        }
    }

    @inline(never)
    private mutating func recordElsewhere(_ invokedAt: UInt64, _ arrivedAt: UInt64, _ latency: UInt64) {
        var (low, high) = (0, troubles.count)
        while low < high {
            let middle = (low + high) / 2
            if troubles[middle].end < invokedAt { low = middle + 1 } else { high = middle }
        }
        // The first trouble that was not over.
        if low < troubles.count, troubles[low].begin <= arrivedAt { return troubled.record(latency) }
        from = low > 0 ? troubles[low - 1].end : 0
        until = low < troubles.count ? troubles[low].begin : .max
        calm.record(latency)
    }

    /// Of all messages.
    var all: LatencyHistogram {
        var sum = calm
        sum.add(troubled)
        return sum
    }
}
