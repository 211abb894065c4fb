/// How long messages took from the first attempt of their publish to the application, nanoseconds, over all first copies.
/// Percentiles are rounded up by less than 1.6 %.
package struct LatencySummary: Codable, Hashable, Sendable {
    package var count: UInt64
    package var p50: UInt64
    package var p99: UInt64
    package var max: UInt64

    package init(count: UInt64 = 0, p50: UInt64 = 0, p99: UInt64 = 0, max: UInt64 = 0) {
        self.count = count
        self.p50 = p50
        self.p99 = p99
        self.max = max
    }
}
