package import Core

/// A matrix of scenarios and backplanes for people: as a table of the terminal, and as Markdown.
package struct MatrixText {
    private let matrix: BackplaneMatrix
    private let strict: Bool

    /// - Parameter strict: `reproduces` was ignored.
    package init(_ matrix: BackplaneMatrix, strict: Bool) {
        (self.matrix, self.strict) = (matrix, strict)
    }

    /// In as many columns of text as there are; nil stands for any number.
    package func table(columns limit: Int?, paint: Paint = Paint(isOn: false)) -> String {
        let columns =
            [TextTable.Column(title: "scenario", isText: true)]
            + matrix.backplanes.map { TextTable.Column(title: $0.rawValue, isText: true) }
        let rows = matrix.rows.map { row in
            [TextTable.Cell(row.title)] + row.cells.map { TextTable.Cell($0.text, Self.tone($0)) }
        }
        let sums = [TextTable.Cell("survived", .strong)] + matrix.backplanes.map { TextTable.Cell(sum($0), .strong) }
        return TextTable(columns: columns, rows: rows + [sums], paint: paint).lines(columns: limit)
            .joined(separator: "\n")
    }

    /// The whole document.
    package var markdown: String {
        var lines = [
            "# Which scenario each backplane survives", "",
            strict
                ? "Judged by the contract alone: what a scenario is there to reproduce is a violation like any other (`--strict`)."
                : "*Reproduced* means: the known defect showed that the scenario is there to show, and nothing else.",
            "",
            "A backplane survives a scenario when every run held and every client saw every message exactly once, in a life that "
                + "went on. 🟡 stands where it did not, but no more had been promised there (*new-life*: a client began anew, and "
                + "what was sent between its two lives was owed to neither).",
            "", "| Scenario | " + matrix.backplanes.map(\.rawValue).joined(separator: " | ") + " |",
            "|---" + String(repeating: "|---", count: matrix.backplanes.count) + "|",
        ]
        for row in matrix.rows {
            let cells = row.cells.map { Self.mark($0) + SummaryMarkdown.escaped($0.text) }
            lines.append("| " + ([SummaryMarkdown.escaped(row.title)] + cells).joined(separator: " | ") + " |")
        }
        let sums = matrix.backplanes.map { "**\(sum($0))**" }
        lines.append("| **survived** | " + sums.joined(separator: " | ") + " |")
        return (lines + notes).joined(separator: "\n") + "\n"
    }

    /// What became of whatever did not hold, and what was not asked.
    private var notes: [String] {
        var lines: [String] = []
        for row in matrix.rows {
            for cell in row.cells {
                guard let text = cell.cause ?? cell.refusal else { continue }
                let title = SummaryMarkdown.escaped("\(row.title) on \(cell.backplane.rawValue)")
                lines.append("- **\(title)**: \(SummaryMarkdown.escaped(String(text.prefix(Self.sentenceMax))))")
            }
        }
        return lines.isEmpty ? [] : ["", "## Why", ""] + lines
    }

    private static let sentenceMax = 1_000

    private func sum(_ backplane: BackplaneKind) -> String {
        let (count, known) = matrix.survived(backplane)
        return "\(count) of \(known)"
    }

    /// Words stand beside it, so that nobody depends on the picture.
    private static func mark(_ cell: BackplaneMatrix.Cell) -> String {
        switch cell.survives {
        case true?: "✅ "
        case false?: cell.isAllowed ? "🟡 " : "❌ "
        case nil: cell.runs > 0 ? "⚠️ " : ""
        }
    }

    private static func tone(_ cell: BackplaneMatrix.Cell) -> Paint.Tone? {
        switch cell.survives {
        case true?: .good
        case false?: cell.isAllowed ? .unsure : .bad
        case nil: cell.runs > 0 ? .unsure : .faint
        }
    }
}
