/// A finding as one sentence for people. Times count from ``Verdict/origin``.
package struct FindingText {
    private let finding: Finding
    private let origin: UInt64

    package init(_ finding: Finding, origin: UInt64) {
        self.finding = finding
        self.origin = origin
    }

    package var text: String {
        var parts = [subject]
        if let node = finding.node { parts.append("on \(node)") }
        parts.append("at \(time(finding.time))")
        if let fault = finding.fault { parts.append("during fault \(fault.number) (\(fault.name))") }
        if let other = finding.other { parts.append("before \(other), which its publisher had seen") }
        if let cycle = finding.cycle { parts.append("(\(cycle.map(\.description).joined(separator: ", ")))") }
        if let sample = finding.sample {
            parts.append(finding.violation == .toldGap ? "(\(sample))" : "sample: \(sample)")
        }
        return parts.joined(separator: " ")
    }

    private var subject: String {
        if finding.violation == .toldGap { return "a gap told to \(finding.client)" }
        guard let publisher = finding.publisher, let sequence = finding.sequence else {
            return "an unreadable message at \(finding.client)"
        }
        let audience = finding.audience.map { " (to \($0))" } ?? ""
        return "message \(publisher)/\(sequence)\(audience) at \(finding.client)"
    }

    private func time(_ nanoseconds: UInt64) -> String {
        let relative = Double(Int64(bitPattern: nanoseconds &- origin)) / 1e9
        return Figures.seconds(relative)
    }
}
