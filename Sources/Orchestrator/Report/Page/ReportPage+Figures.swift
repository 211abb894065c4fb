import Core

extension ReportPage {
    static func timeline(_ input: ReportInput, origin: UInt64) -> [Figure] {
        guard let timeline = input.timeline, !timeline.isEmpty else { return [] }
        let chart = TimelineChart(timeline: timeline, faults: input.run.verdict?.faults ?? [], origin: origin)
        return [
            Figure(
                figureID: "timeline-figure",
                figureMarkup: chart.svg(id: "timeline-svg"),
                figureCaption:
                    "Times are seconds since traffic began. Shaded: a fault, from the moment it was asked for to "
                    + "the moment its healing was seen. Dashed: the end of traffic.",
                figureTables: [table(of: timeline, span: chart.span)]
            )
        ]
    }

    /// The same in figures, in as many rows as one cares to read.
    private static func table(of timeline: RunTimeline, span: TimeSpan) -> ReportTable {
        let rowsMax = 24
        let perRow = max(1, (timeline.count + rowsMax - 1) / rowsMax)
        let rows = stride(from: 0, to: timeline.count, by: perRow).map { begin -> [ReportTable.Cell] in
            let parts = begin..<min(begin + perRow, timeline.count)
            let last = parts.upperBound - 1
            func sum(_ values: [Int]) -> ReportTable.Cell { .init(Figures.grouped(values[parts].reduce(0, +))) }
            func worst(_ values: [UInt64]) -> ReportTable.Cell {
                let value = values[parts].max() ?? 0
                return .init(value > 0 ? TimeSpan.duration(value) : "\u{2013}")
            }
            return [
                .init(TimeSpan.text(timeline.bins.start(of: begin), since: span.origin)), sum(timeline.acknowledged),
                sum(timeline.refused), sum(timeline.delivered), worst(timeline.latencyMedian),
                worst(timeline.latencyHigh), .init(Figures.grouped(timeline.connected[last])),
                sum(timeline.disconnected),
            ]
        }
        return ReportTable(
            "timeline-table",
            caption: "The timeline in figures",
            columns: [
                "from", .number("acknowledged"), .number("refused"), .number("delivered"), .number("worst median"),
                .number("worst p99"), .number("connected at the end"), .number("broken off"),
            ],
            rows: rows
        )
    }

    static func heatMaps(_ input: ReportInput, origin: UInt64) -> [Figure] {
        guard let grid = input.grid, let verdict = input.run.verdict, let timeline = input.timeline,
            verdict.classes.reduce(0, { $0 + $1.count }) > 1
        else { return [] }
        let span = TimeSpan(begin: timeline.begin, end: timeline.end, origin: origin)
        return FindingGrid.Layer.allCases.filter { grid.total(of: $0) > 0 }.map { layer in
            let chart = HeatMapChart(
                grid: grid,
                layer: layer,
                clients: verdict.clients.map(\.client),
                faults: verdict.faults,
                span: span
            )
            let rows = grid.clientsPerRow > 1 ? "\(grid.clientsPerRow) clients" : "one client"
            let place =
                layer == .missing
                ? "A missing message stands at the time it was sent." : "Each stands at the time it came."
            return Figure(
                figureID: "heat-\(layer)",
                figureMarkup: chart.svg(id: "heat-\(layer)-svg"),
                figureCaption:
                    "\(chart.title): \(Figures.grouped(grid.total(of: layer))). Each row is \(rows); the strongest "
                    + "cell has \(Figures.grouped(chart.most)). \(place)",
                figureTables: [],
                figureTitle: chart.title.lowercased()
            )
        }
    }
}
