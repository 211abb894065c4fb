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

    /// The first cell of a row is its heading.
    init(_ id: String, caption: String, columns: [Column], rows: [[Cell]]) {
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
        body = markup
    }
}
