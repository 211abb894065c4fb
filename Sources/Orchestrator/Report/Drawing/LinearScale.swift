/// Maps a range of values to a range of places.
struct LinearScale {
    let domain: ClosedRange<Double>
    let from: Double
    let to: Double

    init(_ domain: ClosedRange<Double>, from: Double = 0, to: Double = 1) {
        self.domain = domain
        self.from = from
        self.to = to
    }

    /// Values outside the domain come to lie at its ends.
    func place(_ value: Double) -> Double {
        let length = domain.upperBound - domain.lowerBound
        guard length > 0, value.isFinite else { return from }
        let share = max(0, min(1, (value - domain.lowerBound) / length))
        return from + share * (to - from)
    }

    /// Round values within the domain, 1, 2 or 5 times a power of ten apart.
    func ticks(atMost count: Int) -> [Double] {
        let length = domain.upperBound - domain.lowerBound
        guard length > 0, length.isFinite, count > 0 else { return [] }
        let step = Self.roundStep(length / Double(count))
        let first = (domain.lowerBound / step).rounded(.up)
        let last = (domain.upperBound / step).rounded(.down)
        guard last >= first, last - first < 1_000 else { return [] }
        return stride(from: first, through: last, by: 1).map { $0 * step }
    }

    /// The smallest of 1, 2, 5 times a power of ten that is not below the value.
    static func roundStep(_ value: Double) -> Double {
        guard value > 0, value.isFinite else { return 1 }
        var power = 1.0
        while power * 10 <= value { power *= 10 }
        while power > value { power /= 10 }
        return [1, 2, 5].map { $0 * power }.first { $0 >= value } ?? 10 * power
    }
}
