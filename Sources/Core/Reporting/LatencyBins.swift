/// A small histogram of latencies for each part of a run: 16 buckets per power of two of microseconds.
struct LatencyBins {
    private static let bits = 4
    /// Up to 2^32 microseconds, more than an hour; what is longer counts as that.
    private static let bucketCount = (32 - bits + 1) << bits

    private var counts = [UInt32](repeating: 0, count: TimeBins.countMax * bucketCount)

    @inline(__always)
    mutating func record(_ nanoseconds: UInt64, in part: Int) {
        counts[part * Self.bucketCount + Self.bucket(of: nanoseconds / 1_000)] &+= 1
    }

    mutating func fold() {
        TimeBins.fold(&counts, stride: Self.bucketCount)
    }

    /// The value that this share of a part's latencies does not exceed, nanoseconds; 0 when there are none.
    func value(at share: Double, in part: Int) -> UInt64 {
        let own = counts[(part * Self.bucketCount)..<((part + 1) * Self.bucketCount)]
        let total = own.reduce(0) { $0 + UInt64($1) }
        guard total > 0 else { return 0 }
        let wanted = max(1, UInt64((share * Double(total)).rounded(.up)))
        var seen: UInt64 = 0
        for (bucket, count) in own.enumerated() {
            seen += UInt64(count)
            if seen >= wanted { return Self.middle(of: bucket) }
        }
        return 0
    }

    @inline(__always)
    private static func bucket(of microseconds: UInt64) -> Int {
        let value = min(microseconds, UInt64(UInt32.max))
        guard value >= 2 << UInt64(bits) else { return Int(value) }
        let shift = 63 - value.leadingZeroBitCount - bits
        return shift << bits + Int(value >> UInt64(shift))
    }

    private static func middle(of bucket: Int) -> UInt64 {
        guard bucket >= 2 << bits else { return UInt64(bucket) * 1_000 + 500 }
        let shift = bucket >> bits - 1
        let low = UInt64(bucket - shift << bits) << UInt64(shift)
        return (low + (1 << UInt64(shift)) / 2) * 1_000
    }
}
