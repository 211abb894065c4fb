/// A table of plain text that fits a terminal: columns are left out in a stated order, then the first one is cut.
struct TextTable {
    struct Column {
        var title: String
        /// Words to the left, figures to the right.
        var isText = false
        /// A narrow terminal does without the column with the lowest rank first; without a rank it stays.
        var spareRank: Int?
    }

    struct Cell {
        var text: String
        var tone: Paint.Tone?

        init(_ text: String, _ tone: Paint.Tone? = nil) {
            self.text = text
            self.tone = tone
        }
    }

    let columns: [Column]
    let rows: [[Cell]]
    let paint: Paint

    private static let gap = "  "
    /// The shortest that the first column is cut to.
    private static let firstColumnMin = 12

    /// The lines, in as many columns of text as there are; nil stands for any number.
    func lines(columns limit: Int?) -> [String] {
        var cells = [columns.map { Cell($0.title, .strong) }] + rows
        var widths = columns.indices.map { column in cells.map { $0[column].text.count }.max() ?? 0 }
        var shown = Array(columns.indices)
        if let limit {
            let spare = columns.indices.filter { columns[$0].spareRank != nil }
                .sorted { (columns[$0].spareRank ?? 0) < (columns[$1].spareRank ?? 0) }
            for column in spare where Self.width(shown, widths) > limit { shown.removeAll { $0 == column } }
            let excess = max(Self.width(shown, widths) - limit, 0)
            widths[0] = min(widths[0], max(widths[0] - excess, Self.firstColumnMin))
            for row in cells.indices where cells[row][0].text.count > widths[0] {
                cells[row][0].text = cells[row][0].text.prefix(widths[0] - 1) + "\u{2026}"
            }
        }
        return cells.map { row in
            let line = shown.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].text.count)
                let painted = paint(row[column].text, row[column].tone)
                return columns[column].isText ? painted + padding : padding + painted
            }
            .joined(separator: Self.gap)
            return line.hasSuffix(" ") ? String(line[...(line.lastIndex { $0 != " " } ?? line.startIndex)]) : line
        }
    }

    private static func width(_ shown: [Int], _ widths: [Int]) -> Int {
        shown.reduce(0) { $0 + widths[$1] } + gap.count * (shown.count - 1)
    }
}
