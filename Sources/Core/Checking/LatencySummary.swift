/// How long messages took from the first attempt of their publish to the application, nanoseconds, over all first copies.
/// Percentiles are rounded up by less than 0.1 %.
package struct LatencySummary: Codable, Hashable, Sendable {
    package var count: UInt64
    package var p50: UInt64
    package var p90: UInt64
    package var p99: UInt64
    /// 99.9 %.
    package var p999: UInt64
    package var max: UInt64
    package var mean: UInt64

    package init(
        count: UInt64 = 0,
        p50: UInt64 = 0,
        p90: UInt64 = 0,
        p99: UInt64 = 0,
        p999: UInt64 = 0,
        max: UInt64 = 0,
        mean: UInt64 = 0
    ) {
        self.count = count
        self.p50 = p50
        self.p90 = p90
        self.p99 = p99
        self.p999 = p999
        self.max = max
        self.mean = mean
    }
}
