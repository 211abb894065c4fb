/// Equal parts of a time whose length is not known beforehand: when one lies behind the last part, all parts become twice
/// as long, so that their number stays bounded and one reading is enough.
package struct TimeBins: Hashable, Sendable {
    /// The most parts there are.
    package static let countMax = 240
    /// About a millisecond, the shortest part.
    static let shiftMin = 20

    /// When the first part begins, CLOCK_MONOTONIC nanoseconds. What was earlier belongs to the first.
    package let begin: UInt64
    private var shift = Self.shiftMin

    package init(begin: UInt64) {
        self.begin = begin
    }

    /// Length of a part, nanoseconds.
    package var width: UInt64 { 1 << UInt64(shift) }

    /// The part in which a time lies; may be behind the last.
    @inline(__always)
    package func index(of time: UInt64) -> Int {
        time > begin ? Int((time - begin) >> UInt64(shift)) : 0
    }

    /// When a part begins.
    package func start(of index: Int) -> UInt64 { begin + UInt64(index) << UInt64(shift) }

    /// Makes the parts twice as long until the time lies in one of them; returns how often.
    mutating func grow(toHold time: UInt64) -> Int {
        var times = 0
        while index(of: time) >= Self.countMax {
            shift += 1
            times += 1
        }
        return times
    }

    /// Adds neighbours up, as their parts have become one; rows of `stride` values each.
    static func fold<Value: FixedWidthInteger>(_ values: inout [Value], stride: Int = 1) {
        let half = values.count / stride / 2
        for part in 0..<half {
            for column in 0..<stride {
                values[part * stride + column] =
                    values[2 * part * stride + column] &+ values[(2 * part + 1) * stride + column]
            }
        }
        for index in (half * stride)..<values.count { values[index] = 0 }
    }
}
