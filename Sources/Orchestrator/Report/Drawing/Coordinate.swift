/// Numbers as they stand in SVG: short, without exponents.
enum Coordinate {
    /// At most two decimals; what is no number is 0.
    static func text(_ value: Double) -> String {
        guard value.isFinite else { return "0" }
        let hundredths = Int((max(-1e12, min(1e12, value)) * 100).rounded())
        let whole = hundredths.magnitude / 100
        let rest = hundredths.magnitude % 100
        let sign = hundredths < 0 ? "-" : ""
        if rest == 0 { return "\(sign)\(whole)" }
        if rest % 10 == 0 { return "\(sign)\(whole).\(rest / 10)" }
        return "\(sign)\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }

    /// A share of the width, from 0 to 1, as `12.5%`.
    static func percent(_ share: Double) -> String { text(share * 100) + "%" }
}
