import Core

/// A ``SpaceTime`` in words, for those who do not see it and those who want the figures.
struct SpaceTimeText {
    private let scene: SpaceTime

    init(_ scene: SpaceTime) {
        self.scene = scene
    }

    /// The way of the message that the diagram is about, step by step.
    var steps: [(time: String, text: String, isBad: Bool)] {
        guard let trail = scene.trails.first(where: \.isFocus) else { return [] }
        var steps: [(at: UInt64, text: String, isBad: Bool)] = trail.stops.map { stop in
            (stop.time, text(of: stop), false)
        }
        for (index, arrival) in trail.arrivals.enumerated() {
            let isBad = if case .arrivals(let first) = trail.broken { index >= first } else { false }
            let copy = index > 0 ? ", copy \(index + 1)" : ""
            steps.append((arrival, "\(name(.client)) sees it\(copy)\(isBad ? ": \(wrong)" : "")", isBad))
        }
        if let ended = trail.endedAt {
            switch trail.ending {
            case .acknowledged: steps.append((ended, "\(name(.publisher)) is told that it is done", false))
            case .failed: steps.append((ended, "\(name(.publisher)) is told that it failed", false))
            case .unknown: steps.append((ended, "\(name(.publisher)) learns nothing for certain", false))
            }
        }
        var result = steps.sorted { $0.at < $1.at }
            .map { (TimeSpan.text($0.at, since: scene.origin), $0.text, $0.isBad) }
        if let broken { result.append(("", broken, true)) }
        for outage in scene.outages {
            let text = "\(name(outage.lane)) was \(outage.text)"
            // One node may take the message and give it on.
            if !result.contains(where: { $0.1 == text }) { result.append(("", text, false)) }
        }
        return result
    }

    var summary: String {
        "Lanes from left to right: " + scene.names.joined(separator: ", ") + ". Time runs downwards. "
            + steps.map { ($0.time.isEmpty ? "" : "\($0.time): ") + $0.text }.joined(separator: "; ") + "."
    }

    private func name(_ lane: SpaceTime.Lane) -> String { scene.names[lane.rawValue] }

    private func text(of stop: SpaceTime.Stop) -> String {
        switch stop.lane {
        case .publisher: "\(name(.publisher)) sends it"
        case .sendingNode: "\(name(.sendingNode)) takes it"
        case .redis: "Redis has it"
        case .receivingNode: "\(name(.receivingNode)) receives it from Redis"
        case .client: "\(name(.client)) sees it"
        }
    }

    private var wrong: String {
        switch scene.finding.violation {
        case .outOfOrder: "after a later one"
        case .orderConflict, .causality: "in the wrong order"
        case .duplicated: "again"
        case .misrouted: "which it was not meant for"
        case .phantom: "though nobody sent it"
        case .aborted: "though its publish had failed"
        case .corrupted: "damaged"
        case .lost, .torn: "not by all"
        case .toldGap: "which was told to be missing"
        }
    }

    private var broken: String? {
        switch scene.trails.first(where: \.isFocus)?.broken {
        case .behind where !scene.hasHops: "\(name(.client)) never saw it; what happened on the way is not on record"
        case .behind(.publisher): "nothing shows that a node took it"
        case .behind(.sendingNode): "nothing shows that it reached Redis"
        case .behind(.redis): "nothing shows that \(name(.receivingNode)) received it from Redis"
        case .behind(.receivingNode), .behind(.client): "\(name(.client)) never saw it"
        case .at(let lane): "it was lost in \(lane == .redis ? "Redis" : name(lane))"
        case .arrivals, nil: nil
        }
    }
}
