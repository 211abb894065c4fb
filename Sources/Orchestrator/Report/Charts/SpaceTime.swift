import Core

/// What a space-time diagram shows, without places: five lanes, the way of each message through them, and what was down.
struct SpaceTime {
    /// From left to right, as a message travels.
    enum Lane: Int, CaseIterable {
        case publisher, sendingNode, redis, receivingNode, client
    }

    /// A message at a lane.
    struct Stop: Hashable {
        var lane: Lane
        var time: UInt64
    }

    /// What became of the publish.
    enum Ending { case acknowledged, failed, unknown }

    /// The way of one message.
    struct Trail {
        var sequence: UInt32
        /// The one that the diagram is about.
        var isFocus: Bool
        /// At most one for each lane but the last, in the order of the lanes.
        var stops: [Stop]
        /// Every arrival at the client.
        var arrivals: [UInt64]
        var ending: Ending
        var endedAt: UInt64?
        /// Which leg or lane broke; only for the message that the diagram is about.
        var broken: Break?
    }

    /// Where the message went wrong.
    enum Break: Hashable {
        /// It left this lane and did not come to the next.
        case behind(Lane)
        /// It came here, and no further.
        case at(Lane)
        /// The arrivals from this one on should not be, or came too late.
        case arrivals(from: Int)
    }

    /// A time in which a lane was not there.
    struct Outage {
        var lane: Lane
        var begin: UInt64
        /// Nil: to the end.
        var end: UInt64?
        var text: String
    }

    let finding: Finding
    let names: [String]
    private(set) var trails: [Trail]
    private(set) var outages: [Outage] = []
    let faults: [FaultWindow]
    let origin: UInt64
    /// Nodes recorded what passed through them; otherwise only the two ends are known.
    let hasHops: Bool

    /// Every time that gets a place of its own, in order.
    var times: [UInt64] {
        var times = Set<UInt64>()
        for trail in trails {
            times.formUnion(trail.stops.map(\.time))
            times.formUnion(trail.arrivals)
            if let ended = trail.endedAt { times.insert(ended) }
        }
        return times.sorted()
    }

    /// Nil where nothing about the message is on record.
    init?(_ journey: Journey, finding: Finding, hop: Hop?, faults: [FaultWindow], carrier: ClientID?, origin: UInt64) {
        let request = journey.request
        let sending =
            journey.sendingNode(of: request.sequence)
            ?? journey.records.first { $0.kind == .accepted }.map { NodeID($0.subject) }
        let reader = TrailReader(journey: journey, receiving: request.node)
        let trails = request.sequences.compactMap { reader.trail(of: $0) }
        guard trails.contains(where: \.isFocus) else { return nil }
        self.finding = finding
        self.origin = origin
        self.trails = trails
        hasHops = journey.records.contains { $0.kind == .accepted || $0.kind == .received }
        names = [
            "\(request.publisher)" + (carrier.map { " (\($0))" } ?? ""), sending.map { "\($0)" } ?? "node", "Redis",
            request.node.map { "\($0)" } ?? "node", "\(request.client)",
        ]
        guard let first = trails.compactMap(\.stops.first?.time).min(), let last = Self.times(of: trails).max() else {
            return nil
        }
        self.faults = faults.filter { $0.extent?.overlaps(first...last) ?? false }
        for index in self.trails.indices where self.trails[index].isFocus {
            self.trails[index].broken = Self.place(of: self.trails[index], finding: finding, hop: hop)
        }
        let lanes = [(sending, Lane.sendingNode), (request.node, .receivingNode)]
        for (node, lane) in lanes {
            guard let node else { continue }
            outages += Self.outages(of: node, lane, journey.conditions, within: first...last, origin)
        }
        outages += Self.absences(of: journey.conditions, within: first...last, origin)
    }

    private static func times(of trails: [Trail]) -> [UInt64] {
        trails.flatMap { $0.stops.map(\.time) + $0.arrivals + ($0.endedAt.map { [$0] } ?? []) }
    }

    /// As the cause says, else behind the last lane that the message is known to have come to.
    private static func place(of trail: Trail, finding: Finding, hop: Hop?) -> Break {
        switch finding.violation {
        case .lost, .torn: break
        case .duplicated: return .arrivals(from: trail.arrivals.firstIndex { $0 >= finding.time } ?? 1)
        default: return .arrivals(from: 0)
        }
        switch hop {
        case .publisher: return .at(.publisher)
        case .publisherToNode: return .behind(.publisher)
        case .sendingNode: return .at(.sendingNode)
        case .nodeToRedis: return .behind(.sendingNode)
        case .redis: return .at(.redis)
        case .redisToNode: return .behind(.redis)
        case .receivingNode: return .at(.receivingNode)
        case .nodeToClient: return .behind(.receivingNode)
        case .client: return .at(.client)
        case .unknown, nil: return .behind(trail.stops.last?.lane ?? .publisher)
        }
    }

    /// When a node had no subscription.
    private static func outages(
        of node: NodeID,
        _ lane: Lane,
        _ conditions: [HistoryRecord],
        within range: ClosedRange<UInt64>,
        _ origin: UInt64
    ) -> [Outage] {
        var result: [Outage] = []
        var lost: UInt64?
        let own = conditions.filter { $0.kind == .backplane && $0.subject == node.number }
        for record in own {
            if record.flags == 0 {
                lost = lost ?? record.time
            } else if let begin = lost {
                if begin <= range.upperBound, record.time >= range.lowerBound {
                    let text =
                        "not subscribed from \(TimeSpan.text(begin, since: origin))"
                        + " to \(TimeSpan.text(record.time, since: origin))"
                    result.append(Outage(lane: lane, begin: begin, end: record.time, text: text))
                }
                lost = nil
            }
        }
        if let begin = lost, begin <= range.upperBound {
            let text = "not subscribed since \(TimeSpan.text(begin, since: origin))"
            result.append(Outage(lane: lane, begin: begin, end: nil, text: text))
        }
        return result
    }

    /// When the client was not connected.
    private static func absences(
        of conditions: [HistoryRecord],
        within range: ClosedRange<UInt64>,
        _ origin: UInt64
    ) -> [Outage] {
        var result: [Outage] = []
        var left: UInt64?
        for record in conditions {
            switch record.kind {
            case .disconnected: left = left ?? record.time
            case .connected:
                if let begin = left, begin <= range.upperBound, record.time >= range.lowerBound {
                    let text =
                        "away from \(TimeSpan.text(begin, since: origin))"
                        + " to \(TimeSpan.text(record.time, since: origin))"
                    result.append(Outage(lane: .client, begin: begin, end: record.time, text: text))
                }
                left = nil
            default: break
            }
        }
        if let begin = left, begin <= range.upperBound {
            let text = "away since \(TimeSpan.text(begin, since: origin))"
            result.append(Outage(lane: .client, begin: begin, end: nil, text: text))
        }
        return result
    }
}
