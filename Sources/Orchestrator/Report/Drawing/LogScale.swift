import Glibc

/// Maps positive values to places by their logarithm, over whole powers of ten.
struct LogScale {
    /// Powers of ten.
    let low: Int
    let high: Int
    let from: Double
    let to: Double

    /// Holds all of these values; nil when none is positive.
    init?(holding values: [Double], from: Double, to: Double) {
        let positive = values.filter { $0 > 0 && $0.isFinite }
        guard let least = positive.min(), let most = positive.max() else { return nil }
        (low, high) = (Self.powerBelow(least), max(Self.powerBelow(most) + 1, Self.powerBelow(least) + 1))
        (self.from, self.to) = (from, to)
    }

    func place(_ value: Double) -> Double {
        guard value > 0 else { return from }
        let share = (log10(value) - Double(low)) / Double(high - low)
        return from + max(0, min(1, share)) * (to - from)
    }

    var ticks: [Double] { (low...high).map(Self.power) }

    private static func power(_ exponent: Int) -> Double {
        (0..<exponent.magnitude).reduce(1.0) { value, _ in exponent < 0 ? value / 10 : value * 10 }
    }

    private static func powerBelow(_ value: Double) -> Int {
        var exponent = Int(log10(value).rounded(.down))
        // Rounding may put a round value on the wrong side.
        if power(exponent + 1) <= value { exponent += 1 }
        return exponent
    }
}
