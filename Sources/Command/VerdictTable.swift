import Core
import Orchestrator

/// The table of verdicts at the end of a run.
struct VerdictTable {
    private let runs: [RunReport]

    init(_ runs: [RunReport]) {
        self.runs = runs
    }

    private static let header = [
        "scenario", "backplane", "verdict", "deliveries", "lost", "dup", "order", "other", "p99", "time",
    ]
    /// Words to the left, figures to the right.
    private static let leftColumns: Set = ["scenario", "backplane", "verdict"]
    /// What a narrow terminal does without, in this order.
    private static let spareColumns = ["backplane", "p99", "time", "deliveries"]
    private static let gap = "  "

    /// The shortest that a name is cut to.
    private static let nameColumnsMin = 12

    /// The table, in as many columns of text as there are; nil stands for any number.
    func text(columns limit: Int?) -> String {
        var cells = [Self.header] + runs.map(row)
        var widths = Self.header.indices.map { column in cells.map { $0[column].count }.max() ?? 0 }
        var shown = Array(Self.header.indices)
        if let limit {
            for spare in Self.spareColumns where Self.width(shown, widths) > limit {
                shown.removeAll { Self.header[$0] == spare }
            }
            let excess = max(Self.width(shown, widths) - limit, 0)
            widths[0] = min(widths[0], max(widths[0] - excess, Self.nameColumnsMin))
            for row in cells.indices where cells[row][0].count > widths[0] {
                cells[row][0] = cells[row][0].prefix(widths[0] - 1) + "\u{2026}"
            }
        }
        let lines = cells.map { row in
            shown.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return Self.leftColumns.contains(Self.header[column]) ? row[column] + padding : padding + row[column]
            }.joined(separator: Self.gap)
        }
        return (lines + ["", summary]).joined(separator: "\n")
    }

    private static func width(_ shown: [Int], _ widths: [Int]) -> Int {
        shown.reduce(0) { $0 + widths[$1] } + gap.count * (shown.count - 1)
    }

    private func row(_ report: RunReport) -> [String] {
        let name = [report.title, report.backplane.rawValue, report.word]
        guard let verdict = report.verdict else {
            return name + Array(repeating: "-", count: 6) + [Figures.seconds(report.seconds)]
        }
        let others: [ViolationClass] = [.misrouted, .phantom, .aborted, .corrupted]
        return name + [
            Figures.grouped(verdict.deliveries.delivered),
            Figures.grouped(verdict[.lost].count),
            Figures.grouped(verdict[.duplicated].count),
            Figures.grouped(verdict[.outOfOrder].count),
            Figures.grouped(others.reduce(0) { $0 + verdict[$1].count }),
            Figures.milliseconds(verdict.latency.p99),
            Figures.seconds(report.seconds),
        ]
    }

    private var summary: String {
        let words = Dictionary(grouping: runs, by: \.word).mapValues(\.count)
        let order = [
            "held", "reproduced", "violated", "inconclusive", "crashed", "interrupted", "environment", "unavailable",
            "bug",
        ]
        let parts = order.compactMap { word in words[word].map { "\($0) \(word)" } }
        return "\(runs.count) \(runs.count == 1 ? "run" : "runs"): " + parts.joined(separator: ", ")
    }
}
