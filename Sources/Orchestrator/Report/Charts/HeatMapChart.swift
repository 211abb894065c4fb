import Core

/// Clients by time: where messages are missing, or came again. Only cells with findings are drawn.
struct HeatMapChart {
    let grid: FindingGrid
    let layer: FindingGrid.Layer
    /// In the order of the manifest, as the rows of the grid.
    let clients: [ClientID]
    let faults: [FaultWindow]
    let span: TimeSpan

    private static let axisHeight = 26.0
    private static let heightMin = 60.0
    private static let heightMax = 320.0
    /// Shades, the lightest first.
    static let shades = 4

    var title: String {
        switch layer {
        case .missing: "Missing messages"
        case .repeated: "Repeated messages"
        case .other: "Messages out of place"
        }
    }

    private var rowHeight: Double {
        min(14, max(Self.heightMin / Double(max(grid.rows, 1)), Self.heightMax / Double(max(grid.rows, 1))))
    }

    /// How many findings the strongest cell has.
    var most: Int {
        (0..<grid.rows).reduce(0) { most, row in
            max(most, Int(grid.row(row, of: layer)?.max() ?? 0))
        }
    }

    func svg(id: String) -> String {
        let plot = rowHeight * Double(grid.rows)
        let height = Self.axisHeight + plot + 2
        return SVGDrawing.figure(id: id, title: title, description: description, height: height) { drawing in
            drawing.rectangle(x: "0", y: Self.axisHeight, width: "100%", height: plot, "plot")
            for tick in span.ticks(atMost: 8) {
                drawing.line(x1: tick.x, y1: 18, x2: tick.x, y2: height, "grid")
                drawing.text(tick.text, x: tick.x, y: 12, "tick", anchor: "middle")
            }
            FaultBands(faults: faults, span: span).drawShades(&drawing, top: Self.axisHeight, height: height)
            drawCells(&drawing, height: plot)
            drawNames(&drawing)
        }
    }

    private func drawCells(_ drawing: inout SVGDrawing, height: Double) {
        var paths = [SVGPath](repeating: SVGPath(), count: Self.shades)
        let columns = 240
        let most = Double(max(most, 1))
        for row in 0..<grid.rows {
            var shadeBefore = -1
            var begin = 0
            var end = 0
            for (part, count) in (grid.row(row, of: layer) ?? []).enumerated() where count > 0 {
                let left = column(of: grid.bins.start(of: part), of: columns)
                let right = max(left + 1, column(of: grid.bins.start(of: part + 1), of: columns))
                let shade = min(Self.shades - 1, Int(Double(count) / most * Double(Self.shades)))
                if shade == shadeBefore, left <= end {
                    end = right
                    continue
                }
                if shadeBefore >= 0 { paths[shadeBefore].cell(x: begin, y: row, width: end - begin) }
                (shadeBefore, begin, end) = (shade, left, right)
            }
            if shadeBefore >= 0 { paths[shadeBefore].cell(x: begin, y: row, width: end - begin) }
        }
        drawing.stretched(y: Self.axisHeight, height: height, columns: columns, rows: Double(grid.rows)) { drawing in
            for (shade, path) in paths.enumerated() { drawing.path(path, "heat-\(layer) shade-\(shade)") }
        }
    }

    private func column(of time: UInt64, of columns: Int) -> Int {
        min(columns - 1, Int(span.share(time) * Double(columns)))
    }

    /// As many names as have room.
    private func drawNames(_ drawing: inout SVGDrawing) {
        let every = max(1, Int((16 / rowHeight).rounded(.up)))
        for row in stride(from: 0, to: grid.rows, by: every) where every == 1 || row / every % 2 == 0 || rowHeight > 4 {
            drawing.text(
                name(of: row),
                x: "0",
                y: Self.axisHeight + Double(row) * rowHeight + max(10, rowHeight / 2 + 4),
                "lane-name",
                dx: 3
            )
        }
    }

    private func name(of row: Int) -> String {
        let places = grid.clients(of: row)
        guard let first = places.first, let last = places.last, last < clients.count else { return "" }
        return first == last ? "\(clients[first])" : "\(clients[first])\u{2013}\(clients[last])"
    }

    private var description: String {
        let rows = grid.clientsPerRow > 1 ? "each row stands for \(grid.clientsPerRow) clients" : "one row per client"
        let worst = (0..<grid.rows)
            .map { row in (row, (grid.row(row, of: layer) ?? []).reduce(0) { $0 + Int($1) }) }
            .filter { $0.1 > 0 }
            .sorted { $0.1 > $1.1 }
        let names = worst.prefix(5).map { "\(name(of: $0.0)): \(Figures.grouped($0.1))" }.joined(separator: ", ")
        return "Clients by time, \(rows); \(Figures.grouped(grid.total(of: layer))) in all, in \(worst.count) of "
            + "\(grid.rows) rows. Most: \(names)."
    }
}
