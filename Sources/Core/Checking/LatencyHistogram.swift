import Histogram

/// Counts durations in an HdrHistogram with three significant digits: a value is known to 0.1 %.
package struct LatencyHistogram {
    /// A little more than 19 hours, nanoseconds; what took longer counts as that.
    private static let trackableMax: UInt64 = 1 << 46

    private var counts = Histogram<UInt64>(highestTrackableValue: trackableMax, numberOfSignificantValueDigits: .three)
    package private(set) var max: UInt64 = 0

    package init() {}

    package var count: UInt64 { counts.totalCount }

    @inline(__always)
    package mutating func record(_ value: UInt64) {
        counts.record(Swift.min(value, Self.trackableMax))
        if value > max { max = value }
    }

    /// Takes over everything that another one counted.
    package mutating func add(_ other: LatencyHistogram) {
        guard other.count > 0 else { return }
        for found in other.counts.recordedValues() { counts.record(found.value, count: found.count) }
        max = Swift.max(max, other.max)
    }

    /// The value that a share of all recorded ones does not exceed, rounded up to its bucket's end; 0 when there is none.
    package func value(at share: Double) -> UInt64 {
        count == 0 ? 0 : Swift.min(counts.valueAtPercentile(share * 100), max)
    }

    package var summary: LatencySummary {
        guard count > 0 else { return LatencySummary() }
        return LatencySummary(
            count: count,
            p50: value(at: 0.5),
            p90: value(at: 0.9),
            p99: value(at: 0.99),
            p999: value(at: 0.999),
            max: max,
            mean: Swift.min(UInt64(counts.mean), max)
        )
    }
}
