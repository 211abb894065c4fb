import Core

/// Draws a ``SpaceTime``: lanes from left to right, time downwards, messages as arrows, and in red where it broke.
struct SpaceTimeChart {
    let scene: SpaceTime

    private static let headHeight = 34.0
    private static let footHeight = 26.0
    /// Room for times left of the first lane, as a share of the width; the lanes lie evenly in the rest.
    private static let gutter = 0.2
    private static let right = 0.93

    private func x(_ lane: SpaceTime.Lane, toward next: Double = 0) -> String {
        Coordinate.percent(share(lane, toward: next))
    }

    private func share(_ lane: SpaceTime.Lane, toward next: Double = 0) -> Double {
        let step = (Self.right - Self.gutter) / Double(SpaceTime.Lane.allCases.count - 1)
        return Self.gutter + (Double(lane.rawValue) + next) * step
    }

    func svg(id: String) -> String {
        let stretch = TimeStretch(scene.times, from: Self.headHeight + 14)
        let bottom = stretch.height + Self.footHeight
        return SVGDrawing.figure(
            id: id,
            title: "Space-time diagram of \(subject)",
            description: SpaceTimeText(scene).summary,
            height: bottom + 16
        ) { drawing in
            drawFaults(&drawing, stretch, bottom)
            drawLanes(&drawing, stretch, bottom)
            drawTimes(&drawing, stretch)
            for trail in scene.trails where !trail.isFocus { draw(trail, &drawing, stretch) }
            for trail in scene.trails where trail.isFocus { draw(trail, &drawing, stretch) }
        }
    }

    private var subject: String {
        guard let publisher = scene.finding.publisher, let sequence = scene.finding.sequence else { return "a message" }
        return "\(publisher)/\(sequence) to \(scene.finding.client)"
    }

    private func drawFaults(_ drawing: inout SVGDrawing, _ stretch: TimeStretch, _ bottom: Double) {
        for (index, window) in scene.faults.prefix(3).enumerated() {
            guard let extent = window.extent else { continue }
            let isBefore = extent.lowerBound < scene.times.first ?? 0
            let top = isBefore ? Self.headHeight : stretch.place(extent.lowerBound)
            let end = extent.upperBound > scene.times.last ?? 0 ? bottom : stretch.place(extent.upperBound)
            drawing.rectangle(x: "0", y: top, width: "100%", height: max(2, end - top), "band")
            drawing.text(
                "fault \(window.number) \(window.name)",
                x: "100%",
                y: min(top + 12 + Double(index) * 13, bottom - 2),
                "fault",
                anchor: "end",
                dx: -3
            )
        }
    }

    private func drawLanes(_ drawing: inout SVGDrawing, _ stretch: TimeStretch, _ bottom: Double) {
        for lane in SpaceTime.Lane.allCases {
            drawing.text(scene.names[lane.rawValue], x: x(lane), y: 14, "lane-head", anchor: "middle")
            drawing.text(Self.role(of: lane), x: x(lane), y: 27, "lane-role", anchor: "middle")
            drawing.line(x1: x(lane), y1: Self.headHeight, x2: x(lane), y2: bottom, "lane")
        }
        for outage in scene.outages {
            let top = outage.begin < scene.times.first ?? 0 ? Self.headHeight : stretch.place(outage.begin)
            let end = outage.end.map { $0 > scene.times.last ?? 0 ? bottom : stretch.place($0) } ?? bottom
            drawing.line(x1: x(outage.lane), y1: top, x2: x(outage.lane), y2: max(end, top + 3), "outage")
        }
        for lane in Set(scene.outages.map(\.lane)).sorted(by: { $0.rawValue < $1.rawValue }) {
            let text = lane == .client ? "away" : "not subscribed"
            drawing.text(text, x: x(lane), y: bottom + 12, "broken-text", anchor: "middle")
        }
    }

    private static func role(of lane: SpaceTime.Lane) -> String {
        switch lane {
        case .publisher: "sends"
        case .sendingNode: "takes it"
        case .redis: "carries it"
        case .receivingNode: "gives it"
        case .client: "receives"
        }
    }

    /// The time of each publish and of what went wrong, where there is room.
    private func drawTimes(_ drawing: inout SVGDrawing, _ stretch: TimeStretch) {
        var marks = scene.trails.compactMap { trail in trail.stops.first.map { ($0.time, trail.isFocus) } }
        marks.sort { ($0.1 ? 0 : 1, $0.0) < ($1.1 ? 0 : 1, $1.0) }
        var taken: [Double] = []
        for (time, isFocus) in marks {
            let y = stretch.place(time)
            guard !taken.contains(where: { abs($0 - y) < 13 }) else { continue }
            taken.append(y)
            drawing.text(
                TimeSpan.text(time, since: scene.origin),
                x: "0",
                y: y + 4,
                isFocus ? "time focus" : "time"
            )
        }
    }

    private func draw(_ trail: SpaceTime.Trail, _ drawing: inout SVGDrawing, _ stretch: TimeStretch) {
        let style = trail.isFocus ? "leg focus" : "leg"
        for (from, to) in zip(trail.stops, trail.stops.dropFirst()) {
            arrow(from, to, style, &drawing, stretch)
        }
        if let first = trail.stops.first {
            drawing.text(
                "\(trail.sequence)",
                x: x(first.lane),
                y: stretch.place(first.time) - 3,
                trail.isFocus ? "message focus" : "message",
                dx: 5
            )
        }
        for (index, arrival) in trail.arrivals.enumerated() {
            let from = trail.stops.last ?? SpaceTime.Stop(lane: .receivingNode, time: arrival)
            let isBad = if case .arrivals(let first) = trail.broken { index >= first } else { false }
            arrow(from, .init(lane: .client, time: arrival), isBad ? "leg bad" : style, &drawing, stretch)
        }
        if trail.ending == .failed, let last = trail.stops.last, let ended = trail.endedAt {
            cross(x(last.lane, toward: 0.3), stretch.place(ended), "cross muted", "refused", &drawing)
        }
        drawBreak(trail, &drawing, stretch)
    }

    private func arrow(
        _ from: SpaceTime.Stop,
        _ to: SpaceTime.Stop,
        _ style: String,
        _ drawing: inout SVGDrawing,
        _ stretch: TimeStretch
    ) {
        let isGuess = to.lane.rawValue - from.lane.rawValue > 1
        let head = style.contains("bad") ? "head-bad" : style.contains("focus") ? "head-focus" : "head"
        drawing.add(
            "line",
            [
                "x1": x(from.lane), "y1": Coordinate.text(stretch.place(from.time)),
                "x2": x(to.lane), "y2": Coordinate.text(stretch.place(to.time)),
                "class": style + (isGuess ? " guess" : ""), "marker-end": "url(#\(head))",
            ]
        )
    }

    private func drawBreak(_ trail: SpaceTime.Trail, _ drawing: inout SVGDrawing, _ stretch: TimeStretch) {
        let lane: SpaceTime.Lane
        let reach: Double
        switch trail.broken {
        case .behind(let broken): (lane, reach) = (broken, 0.62)
        case .at(let broken): (lane, reach) = (broken, 0)
        case .arrivals, nil: return
        }
        let known = trail.stops.last { $0.lane.rawValue <= lane.rawValue } ?? trail.stops.first
        guard let known else { return }
        let begin = stretch.place(known.time)
        let end = begin + (reach > 0 || known.lane != lane ? 16 : 0)
        drawing.add(
            "line",
            [
                "x1": x(known.lane), "y1": Coordinate.text(begin), "x2": x(lane, toward: reach),
                "y2": Coordinate.text(end), "class": "leg bad broken",
            ]
        )
        cross(x(lane, toward: reach), end, "cross", "lost here", &drawing)
    }

    private func cross(_ x: String, _ y: Double, _ style: String, _ text: String, _ drawing: inout SVGDrawing) {
        // A nested drawing carries pixels to a place that is a share of the width.
        drawing.add("svg", ["x": x, "y": Coordinate.text(y), "class": "pin"]) { drawing in
            drawing.add("path", ["d": "M-5 -5L5 5M5 -5L-5 5", "class": style])
            drawing.text(text, x: "0", y: 18, style.contains("muted") ? "note" : "broken-text", anchor: "middle")
        }
    }
}
