extension BoundFinding {
    /// What a person is told of a bound that was broken or could not be measured:
    /// `gap: 310ms (c7), and at most 250ms is allowed`.
    package var sentence: String {
        let word = name == .availability ? "at least" : "at most"
        let found = measured.map { Self.text($0, unit) } ?? "not measured"
        let whom = subject.map { " (\($0))" } ?? ""
        return "\(name): \(found)\(whom), and \(word) \(Self.text(limit, unit)) is allowed"
    }

    /// Up to three decimals: `250ms`, `99.5%`.
    static func text(_ value: Double, _ unit: String) -> String {
        let scaled = (value * 1_000).rounded()
        guard scaled.magnitude < 9e15 else { return "\(value)\(unit)" }
        let (whole, rest) = (Int(scaled) / 1_000, Int(scaled.magnitude) % 1_000)
        var digits = rest == 0 ? "" : "." + String(rest + 1_000).dropFirst()
        while digits.last == "0" { digits.removeLast() }
        return "\(whole)\(digits)\(unit == "bytes" ? " bytes" : unit)"
    }
}
