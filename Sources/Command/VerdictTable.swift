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
    private static let leftColumns = 3

    var text: String {
        let rows = [Self.header] + runs.map(row)
        let widths = Self.header.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        let lines = rows.map { row in
            row.enumerated().map { column, cell in
                let padding = String(repeating: " ", count: widths[column] - cell.count)
                return column < Self.leftColumns ? cell + padding : padding + cell
            }.joined(separator: "  ")
        }
        return ([""] + lines + ["", summary]).joined(separator: "\n")
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
