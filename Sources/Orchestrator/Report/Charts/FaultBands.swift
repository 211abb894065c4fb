import Core

/// The times of faults: a row with a name for each at the top, and a shade through everything below it.
struct FaultBands {
    private let rows: [(number: Int, name: String, windows: [FaultWindow])]
    private let span: TimeSpan
    private let hidden: Int
    private let windows: [FaultWindow]

    /// More are in the table only.
    private static let rowsMax = 10
    private static let rowHeight = 21.0
    /// Shares of the width under which two windows are one to the eye; so thousands make no larger page.
    private static let apartMin = 0.002

    init(faults: [FaultWindow], span: TimeSpan) {
        var rows: [(number: Int, name: String, windows: [FaultWindow])] = []
        for window in faults where window.invokedAt ?? window.observedAt != nil {
            if let index = rows.firstIndex(where: { $0.number == window.number }) {
                rows[index].windows.append(window)
            } else {
                let target = window.target.isEmpty ? "" : " on \(window.target)"
                rows.append((window.number, "\(window.number) \(window.name)\(target)", [window]))
            }
        }
        self.rows = Array(rows.prefix(Self.rowsMax))
        hidden = rows.count - self.rows.count
        self.span = span
        windows = faults.filter { $0.invokedAt ?? $0.observedAt != nil }
    }

    var height: Double { Double(rows.count + (hidden > 0 ? 1 : 0)) * Self.rowHeight }

    func draw(_ drawing: inout SVGDrawing, top: Double, height: Double) {
        drawShades(&drawing, top: top, height: height)
        for (index, row) in rows.enumerated() {
            draw(row.windows, named: row.name, &drawing, y: top + Double(index) * Self.rowHeight)
        }
        if hidden > 0 {
            let y = top + Double(rows.count) * Self.rowHeight + 14
            drawing.text("and \(hidden) more, in the table of faults", x: "0", y: y, "note")
        }
    }

    /// Only the shades, without names.
    func drawShades(_ drawing: inout SVGDrawing, top: Double, height: Double) {
        for (begin, end) in shades {
            drawing.rectangle(
                x: Coordinate.percent(begin),
                y: top,
                width: Coordinate.percent(max(0.001, end - begin)),
                height: height - top,
                "band"
            )
        }
    }

    private func draw(_ windows: [FaultWindow], named name: String, _ drawing: inout SVGDrawing, y: Double) {
        for (begin, end) in merged(windows) {
            drawing.rectangle(
                x: Coordinate.percent(begin),
                y: y + 16,
                width: Coordinate.percent(max(0.003, end - begin)),
                height: 3,
                "fault-bar"
            )
        }
        guard let first = windows.first else { return }
        let begin = shares(of: first).begin
        let times = windows.count > 1 ? " \u{D7}\(windows.count)" : ""
        let isLate = begin > 0.5
        drawing.text(
            name + times,
            x: Coordinate.percent(isLate ? shares(of: first).end : begin),
            y: y + 13,
            "fault",
            anchor: isLate ? "end" : "start"
        )
    }

    /// One that was never seen to be over lasts to the end; what never took effect is a moment.
    private func shares(of window: FaultWindow) -> (begin: Double, end: Double) {
        guard let begin = window.invokedAt ?? window.observedAt else { return (0, 0) }
        let end = min(window.extent?.upperBound ?? begin, span.end)
        return (span.share(begin), max(span.share(begin), span.share(end)))
    }

    /// Where at least one fault was under way: faults that overlap make one shade.
    private var shades: [(begin: Double, end: Double)] { merged(windows) }

    private func merged(_ windows: [FaultWindow]) -> [(begin: Double, end: Double)] {
        var merged: [(begin: Double, end: Double)] = []
        for own in windows.map(shares).sorted(by: { $0.begin < $1.begin }) {
            if let last = merged.last, own.begin <= last.end + Self.apartMin {
                merged[merged.count - 1].end = max(last.end, own.end)
            } else {
                merged.append(own)
            }
        }
        return merged
    }
}
