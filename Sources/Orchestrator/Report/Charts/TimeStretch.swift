import Core
import Glibc

/// Places for moments, in their order: what lies close together is drawn apart, and long waits are drawn short.
struct TimeStretch {
    private let times: [UInt64]
    private let places: [Double]
    let height: Double

    /// Between neighbours, in pixels.
    private static let gapMin = 7.0
    private static let gapMax = 46.0
    /// Below this no two moments need more than the smallest gap.
    private static let nanosecondsMin = 20_000.0

    /// `times` in order.
    init(_ times: [UInt64], from top: Double) {
        self.times = times
        var places: [Double] = []
        var y = top
        for (index, time) in times.enumerated() {
            if index > 0 {
                let length = Double(time - times[index - 1])
                y += min(Self.gapMax, Self.gapMin + 9 * log10(1 + length / Self.nanosecondsMin))
            }
            places.append(y)
        }
        self.places = places
        height = y
    }

    /// Between known moments in proportion; before the first and behind the last at the ends.
    func place(_ time: UInt64) -> Double {
        guard let first = times.first, let last = times.last else { return 0 }
        if time <= first { return places[0] }
        if time >= last { return places[places.count - 1] }
        let next = times.firstIndex { $0 >= time } ?? times.count - 1
        if times[next] == time { return places[next] }
        let share = Double(time - times[next - 1]) / Double(times[next] - times[next - 1])
        return places[next - 1] + share * (places[next] - places[next - 1])
    }
}
