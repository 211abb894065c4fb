/// Counts durations in buckets that grow with them: 64 per power of two, so a value is known to 1.6 %.
package struct LatencyHistogram: Sendable {
    private static let bits = 6
    private static let perOctave = 1 << bits
    /// Values below 128 have buckets of their own, and each further power of two has 64.
    private static let bucketCount = (64 - bits + 1) * perOctave

    private var buckets = [UInt64](repeating: 0, count: bucketCount)
    package private(set) var count: UInt64 = 0
    package private(set) var max: UInt64 = 0

    package init() {}

    package mutating func record(_ value: UInt64) {
        buckets[Self.bucket(of: value)] += 1
        count += 1
        if value > max { max = value }
    }

    /// The value that a share of all recorded ones does not exceed, rounded up to its bucket's end; 0 when there is none.
    package func value(at share: Double) -> UInt64 {
        guard count > 0 else { return 0 }
        let wanted = Swift.max(1, UInt64((share * Double(count)).rounded(.up)))
        var seen: UInt64 = 0
        for (index, number) in buckets.enumerated() where number > 0 {
            seen += number
            if seen >= wanted { return Swift.min(Self.upperEnd(of: index), max) }
        }
        return max
    }

    package var summary: LatencySummary {
        LatencySummary(count: count, p50: value(at: 0.5), p99: value(at: 0.99), max: max)
    }

    @inline(__always)
    private static func bucket(of value: UInt64) -> Int {
        guard value >= UInt64(2 * perOctave) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - bits
        return shift * perOctave + Int(value >> UInt64(shift))
    }

    private static func upperEnd(of bucket: Int) -> UInt64 {
        guard bucket >= 2 * perOctave else { return UInt64(bucket) }
        let shift = bucket / perOctave - 1
        let mantissa = UInt64(bucket - shift * perOctave)
        return (mantissa << UInt64(shift)) + ((1 << UInt64(shift)) - 1)
    }
}
