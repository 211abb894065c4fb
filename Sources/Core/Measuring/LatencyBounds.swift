/// Bounds of `expect.latency`, milliseconds.
package struct LatencyBounds: Codable, Hashable, Sendable {
    package var p50: Int?
    package var p90: Int?
    package var p99: Int?
    package var p999: Int?
    package var max: Int?
    /// Only what met no fault counts.
    package var outsideFaults = false

    package init() {}

    package var isEmpty: Bool { p50 == nil && p90 == nil && p99 == nil && p999 == nil && max == nil }
}
