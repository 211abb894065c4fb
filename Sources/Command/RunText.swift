import Core
import Orchestrator

/// What is said of one run when it has ended.
struct RunText {
    private let report: RunReport

    init(_ report: RunReport) {
        self.report = report
    }

    /// One indented paragraph.
    var text: String {
        var lines = ["  \(report.word.uppercased())" + figures]
        lines += report.explanations.flatMap { $0.split(separator: "\n").map { "    \($0)" } }
        lines += causes
        if report.exitCode != .held {
            if !report.folder.isEmpty { lines.append("    run folder: \(ShownPath.text(report.folder))") }
            if let file = ResultDocument.reportFile(in: report.folder) {
                lines.append("    report: \(ShownPath.text(file))")
            }
            lines.append("    again: \(report.again)")
        }
        return lines.joined(separator: "\n")
    }

    private var figures: String {
        guard let verdict = report.verdict else { return "" }
        let publishes = verdict.publishes
        let deliveries = verdict.deliveries
        return ": \(publishes.ok) of \(publishes.messages) messages acknowledged, \(deliveries.delivered) deliveries"
            + ", \(deliveries.expected) owed, \(Figures.seconds(report.seconds))"
    }

    /// Causes that a terminal shows; `rollcall explain` shows all.
    private static let causesMax = 8

    /// Why what was found came about, most important first.
    private var causes: [String] {
        guard let causes = report.verdict?.causes, !causes.isEmpty else { return [] }
        var lines = causes.prefix(Self.causesMax).map { "    \($0.number). \($0.sentence)" }
        if causes.count > Self.causesMax {
            lines.append(
                "    and \(causes.count - Self.causesMax) more: rollcall explain \(ShownPath.text(report.folder))"
            )
        }
        return lines
    }
}
