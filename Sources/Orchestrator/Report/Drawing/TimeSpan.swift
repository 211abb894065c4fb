import Core

/// The time that a drawing covers, and how times are written: seconds since traffic began.
struct TimeSpan {
    let begin: UInt64
    let end: UInt64
    let origin: UInt64

    init(begin: UInt64, end: UInt64, origin: UInt64) {
        self.begin = begin
        self.end = max(end, begin + 1)
        self.origin = origin
    }

    /// From 0 at the beginning to 1 at the end.
    func share(_ time: UInt64) -> Double {
        if time <= begin { return 0 }
        if time >= end { return 1 }
        return Double(time - begin) / Double(end - begin)
    }

    func x(_ time: UInt64) -> String { Coordinate.percent(share(time)) }

    /// Round times within it, with their places.
    func ticks(atMost count: Int) -> [(x: String, text: String)] {
        let scale = LinearScale(seconds(begin)...seconds(end))
        let ticks = scale.ticks(atMost: count)
        let places = Self.decimals(of: ticks.count > 1 ? ticks[1] - ticks[0] : 1)
        return ticks.map { (Coordinate.percent(scale.place($0)), Self.decimal($0, places: places) + " s") }
    }

    /// Seconds since the origin, negative before it.
    func seconds(_ time: UInt64) -> Double { Self.seconds(time, since: origin) }

    static func seconds(_ time: UInt64, since origin: UInt64) -> Double {
        Double(Int64(bitPattern: time &- origin)) / 1e9
    }

    /// `1.063 s`
    static func text(_ time: UInt64, since origin: UInt64) -> String {
        decimal(seconds(time, since: origin), places: 3) + " s"
    }

    /// A duration in the unit that suits it: `12.3 ms`, `1.40 s`.
    static func duration(_ nanoseconds: UInt64) -> String {
        switch nanoseconds {
        case ..<1_000_000: decimal(Double(nanoseconds) / 1e3, places: 0) + " \u{B5}s"
        case ..<1_000_000_000: decimal(Double(nanoseconds) / 1e6, places: 1) + " ms"
        default: decimal(Double(nanoseconds) / 1e9, places: 2) + " s"
        }
    }

    private static func decimals(of step: Double) -> Int {
        if step >= 0.999 { return 0 }
        if step >= 0.0999 { return 1 }
        return step >= 0.00999 ? 2 : 3
    }

    static func decimal(_ value: Double, places: Int) -> String {
        guard value.isFinite else { return "0" }
        var scale = 1.0
        for _ in 0..<places { scale *= 10 }
        let scaled = (min(value.magnitude, 1e12) * scale).rounded()
        let sign = value < 0 && scaled > 0 ? "\u{2212}" : ""
        let whole = Int(scaled / scale)
        guard places > 0 else { return "\(sign)\(Figures.grouped(whole))" }
        let rest = String(Int(scaled) - whole * Int(scale))
        return "\(sign)\(Figures.grouped(whole)).\(String(repeating: "0", count: places - rest.count))\(rest)"
    }
}
