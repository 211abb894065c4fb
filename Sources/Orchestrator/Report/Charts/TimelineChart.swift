import Core

/// Faults as bands over what was published and delivered, how long it took, and who was connected.
struct TimelineChart {
    let timeline: RunTimeline
    let faults: [FaultWindow]
    let span: TimeSpan

    private static let panelHeight = 64.0
    /// Title line above the bars of a panel.
    private static let titleHeight = 22.0
    private static let axisHeight = 26.0

    init(timeline: RunTimeline, faults: [FaultWindow], origin: UInt64) {
        self.timeline = timeline
        self.faults = faults
        span = TimeSpan(begin: timeline.begin, end: timeline.end, origin: origin)
    }

    private struct Panel {
        let title: String
        let note: String
        let draw: (inout SVGDrawing, _ top: Double) -> Void
    }

    func svg(id: String) -> String {
        let bands = FaultBands(faults: faults, span: span)
        let panels = panels
        let top = Self.axisHeight + bands.height
        let step = Self.titleHeight + Self.panelHeight
        let height = top + Double(panels.count) * step + 6
        return SVGDrawing.figure(
            id: id,
            title: "Timeline of the run",
            description: description,
            height: height
        ) { drawing in
            drawAxis(&drawing, height: height)
            bands.draw(&drawing, top: Self.axisHeight, height: height)
            for (index, panel) in panels.enumerated() {
                let panelTop = top + Double(index) * step
                panel.draw(&drawing, panelTop + Self.titleHeight)
                drawing.text(panel.title, x: "0", y: panelTop + 15, "panel")
                drawing.text(panel.note, x: "100%", y: panelTop + 15, "note", anchor: "end")
                let base = panelTop + step
                drawing.line(x1: "0", y1: base, x2: "100%", y2: base, "base")
            }
        }
    }

    private func drawAxis(_ drawing: inout SVGDrawing, height: Double) {
        for tick in span.ticks(atMost: 8) {
            drawing.line(x1: tick.x, y1: 18, x2: tick.x, y2: height, "grid")
            drawing.text(tick.text, x: tick.x, y: 12, "tick", anchor: "middle")
        }
        for phase in timeline.phases where phase.phase == .settling {
            drawing.line(x1: span.x(phase.time), y1: 18, x2: span.x(phase.time), y2: height, "phase")
        }
    }

    private var panels: [Panel] {
        let perSecond = 1 / timeline.binSeconds
        let published = timeline.acknowledged.map { Double($0) * perSecond }
        let refused = timeline.refused.map { Double($0) * perSecond }
        let delivered = timeline.delivered.map { Double($0) * perSecond }
        var panels: [Panel] = []
        let both = zip(published, refused).map { $0 + $1 }
        let hasRefused = timeline.refused.contains { $0 > 0 }
        panels.append(
            Panel(
                title: hasRefused ? "Acknowledged, refused (red), per second" : "Acknowledged per second",
                note: "peak \(Self.rate(both.max() ?? 0))"
            ) { drawing, top in
                let most = both.max() ?? 0
                if hasRefused { Self.bars(&drawing, both, most, top, "bar-bad") }
                Self.bars(&drawing, published, most, top, "bar-a")
            }
        )
        panels.append(
            Panel(title: "Delivered per second", note: "peak \(Self.rate(delivered.max() ?? 0))") { drawing, top in
                Self.bars(&drawing, delivered, delivered.max() ?? 0, top, "bar-b")
            }
        )
        if let latency = latencyPanel { panels.append(latency) }
        panels.append(connectedPanel)
        return panels
    }

    private static func bars(
        _ drawing: inout SVGDrawing,
        _ values: [Double],
        _ most: Double,
        _ top: Double,
        _ style: String
    ) {
        let scale = LinearScale(0...max(most, 1), from: 0, to: panelHeight - 4)
        drawing.stretched(y: top, height: panelHeight, columns: values.count, rows: panelHeight) { drawing in
            drawing.path(.bars(values.map(scale.place), base: panelHeight), style)
        }
    }

    /// On a logarithmic scale: a millisecond and a second in one picture.
    private var latencyPanel: Panel? {
        let median = timeline.latencyMedian.map { Double($0) }
        let high = timeline.latencyHigh.map { Double($0) }
        guard let scale = LogScale(holding: median + high, from: Self.panelHeight - 4, to: 4) else { return nil }
        let worst = TimeSpan.duration(timeline.latencyHigh.max() ?? 0)
        return Panel(title: "Latency: median, and p99 (thin)", note: "worst p99 \(worst)") { drawing, top in
            for tick in scale.ticks {
                let y = top + scale.place(tick)
                drawing.line(x1: "0", y1: y, x2: "100%", y2: y, "grid")
                // Under its line; there is no room under the lowest.
                guard y + 10 < top + Self.panelHeight else { continue }
                drawing.text(Self.brief(tick), x: "100%", y: y + 10, "tick", anchor: "end")
            }
            drawing.stretched(y: top, height: Self.panelHeight, columns: median.count, rows: Self.panelHeight) {
                $0.path(.steps(high.map { $0 > 0 ? scale.place($0) : nil }), "line-high")
                $0.path(.steps(median.map { $0 > 0 ? scale.place($0) : nil }), "line-median")
            }
        }
    }

    private var connectedPanel: Panel {
        let connected = timeline.connected.map { Double(max(0, $0)) }
        let most = connected.max() ?? 0
        let drops = timeline.disconnected.reduce(0, +)
        let note = "most \(Figures.grouped(Int(most)))" + (drops > 0 ? ", \(Figures.grouped(drops)) broken off" : "")
        return Panel(title: "Connected clients", note: note) { drawing, top in
            let scale = LinearScale(0...max(most, 1), from: Self.panelHeight - 1, to: 4)
            drawing.stretched(y: top, height: Self.panelHeight, columns: connected.count, rows: Self.panelHeight) {
                $0.path(.steps(connected.map { scale.place($0) }), "line-c")
            }
        }
    }

    /// `170 000/s`
    static func rate(_ value: Double) -> String {
        value >= 10 ? "\(Figures.grouped(Int(value.rounded())))/s" : "\(TimeSpan.decimal(value, places: 1))/s"
    }

    /// A power of ten of nanoseconds: `1 ms`.
    private static func brief(_ nanoseconds: Double) -> String {
        switch nanoseconds {
        case ..<1e3: "\(Int(nanoseconds)) ns"
        case ..<1e6: "\(Int(nanoseconds / 1e3)) \u{B5}s"
        case ..<1e9: "\(Int(nanoseconds / 1e6)) ms"
        default: "\(Int(nanoseconds / 1e9)) s"
        }
    }

    private var description: String {
        let rate = Self.rate(Double(timeline.delivered.max() ?? 0) / timeline.binSeconds)
        let length = TimeSpan.decimal(span.seconds(span.end), places: 2)
        let shown = faults.isEmpty ? "No fault." : "\(faults.count) fault windows, listed in the table of faults."
        return "From the first connection to \(length) s after traffic began, in \(timeline.count) parts of "
            + "\(TimeSpan.duration(timeline.bins.width)). Deliveries peaked at \(rate). \(shown) "
            + "The table below has the figures."
    }
}
