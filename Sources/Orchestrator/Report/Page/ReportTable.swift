import Core

/// A table of the report. Its rows are written here, not by the template: there may be thousands.
struct ReportTable {
    /// What a cell says about itself, besides its text.
    enum Tone: String {
        case plain, good, bad, warn, muted, code
    }

    struct Cell: ExpressibleByStringInterpolation {
        var text: String
        var tone = Tone.plain

        init(_ text: String, _ tone: Tone = .plain) {
            self.text = text
            self.tone = tone
        }

        init(stringLiteral value: String) {
            text = value
        }
    }

    struct Column: ExpressibleByStringLiteral {
        var title: String
        var isNumber: Bool

        init(stringLiteral value: String) {
            title = value
            isNumber = false
        }

        private init(title: String, isNumber: Bool) {
            self.title = title
            self.isNumber = isNumber
        }

        static func number(_ title: String) -> Column { Column(title: title, isNumber: true) }
    }

    // What the template reads.
    let tableID: String
    let caption: String
    let head: String
    let body: String
    let isEmpty: Bool

    /// More rows are counted, not listed: a page has to stay small however long the run was.
    static let rowsMax = 500

    /// The first cell of a row is its heading. Of more rows than there is room for, those with something bad come first.
    init(_ id: String, caption: String, columns: [Column], rows all: [[Cell]], rowsMax: Int = Self.rowsMax) {
        let rows = Self.listed(all, atMost: rowsMax)
        tableID = id
        self.caption = caption
        isEmpty = rows.isEmpty
        head = columns.reduce(into: "") { markup, column in
            let style = column.isNumber ? " class=\"num\"" : ""
            markup += "<th scope=\"col\"\(style)>\(HTMLText.escaped(column.title))</th>"
        }
        var markup = ""
        for row in rows {
            markup += "<tr>"
            for (index, cell) in row.enumerated() {
                let isNumber = index < columns.count && columns[index].isNumber
                let styles = [isNumber ? "num" : nil, cell.tone == .plain ? nil : cell.tone.rawValue].compactMap(\.self)
                let style = styles.isEmpty ? "" : " class=\"\(styles.joined(separator: " "))\""
                let text = HTMLText.escaped(cell.text)
                markup += index == 0 ? "<th scope=\"row\"\(style)>\(text)</th>" : "<td\(style)>\(text)</td>"
            }
            markup += "</tr>\n"
        }
        if rows.count < all.count {
            let rest = Figures.grouped(all.count - rows.count)
            markup +=
                "<tr><th scope=\"row\" colspan=\"\(columns.count)\">and \(rest) more; verdict.json has all</th></tr>\n"
        }
        body = markup
    }

    /// In their order.
    private static func listed(_ rows: [[Cell]], atMost count: Int) -> [[Cell]] {
        guard rows.count > count else { return rows }
        let told = rows.indices.filter { rows[$0].contains { $0.tone == .bad } }
        let others = rows.indices.lazy.filter { !rows[$0].contains { $0.tone == .bad } }
        let chosen = told.prefix(count) + others.prefix(max(0, count - told.count))
        return chosen.sorted().map { rows[$0] }
    }
}
