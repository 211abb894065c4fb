/// A bound as one sentence for people.
package struct BoundText {
    private let bound: BoundFinding

    package init(_ bound: BoundFinding) {
        self.bound = bound
    }

    /// `latency.p99 is 310 ms, and the bound is 250 ms (c7 after fault 1)`
    package var text: String {
        let measured = bound.measured.map { "is " + value($0) } ?? "could not be measured"
        let subject = bound.subject.map { " (\($0))" } ?? ""
        return "\(bound.name) \(measured), and the bound is \(value(bound.limit))\(subject)"
    }

    private func value(_ number: Double) -> String {
        let rounded = (number * 1_000).rounded() / 1_000
        let digits = Int(exactly: rounded).map(Figures.grouped) ?? "\(rounded)"
        return bound.unit.isEmpty || bound.unit.hasPrefix("/") || bound.unit == "%"
            ? digits + bound.unit : "\(digits) \(bound.unit)"
    }
}
