import Core

/// Reads the way of a message from the records of its journey.
struct TrailReader {
    let journey: Journey
    /// The node of the client.
    let receiving: NodeID?

    /// Nil where its publish is not on record and it never came to the client either.
    func trail(of sequence: UInt32) -> SpaceTime.Trail? {
        let own = journey.records.filter { $0.sequence == sequence }
        let client = journey.request.client.number
        let arrivals = own.filter { ($0.kind == .delivered || $0.kind == .corrupted) && $0.subject == client }
            .map(\.time)
        let invoked = own.first { $0.kind == .publishInvoked }
        guard invoked != nil || !arrivals.isEmpty else { return nil }
        var stops: [SpaceTime.Stop] = []
        if let invoked { stops.append(.init(lane: .publisher, time: invoked.time)) }
        let accepted = own.first { $0.kind == .accepted }
        if let accepted { stops.append(.init(lane: .sendingNode, time: accepted.time)) }
        if let time = timeAtRedis(own, accepted: accepted) { stops.append(.init(lane: .redis, time: time)) }
        let received = own.first { isAtReceiver($0) && $0.kind == .received }
        if let received { stops.append(.init(lane: .receivingNode, time: received.time)) }
        let (ending, endedAt) = ending(of: own)
        return SpaceTime.Trail(
            sequence: sequence,
            isFocus: sequence == journey.request.sequence,
            stops: stops,
            arrivals: arrivals,
            ending: ending,
            endedAt: endedAt
        )
    }

    private func isAtReceiver(_ record: HistoryRecord) -> Bool {
        receiving.map { record.subject == $0.number } ?? true
    }

    /// Redis itself records nothing: it had the message between the sending node's taking it and the earliest of its
    /// answer to that node and the message's coming out anywhere.
    private func timeAtRedis(_ own: [HistoryRecord], accepted: HistoryRecord?) -> UInt64? {
        let signs = own.filter { [.written, .received, .carried].contains($0.kind) }.map(\.time)
        guard let latest = signs.min() else { return nil }
        // A witness hears it as soon as anybody does.
        if own.contains(where: { $0.kind == .carried && $0.time == latest }) { return latest }
        guard let begin = accepted?.time, begin < latest else { return latest }
        return begin + (latest - begin) / 2
    }

    private func ending(of own: [HistoryRecord]) -> (SpaceTime.Ending, UInt64?) {
        let ends = own.filter { $0.kind == .publishEnded }
        if let end = ends.first(where: { $0.flags == Outcome.ok.rawValue }) { return (.acknowledged, end.time) }
        let attempts = own.count { $0.kind == .publishInvoked }
        guard let last = ends.last, ends.count == attempts, ends.allSatisfy({ $0.flags == Outcome.fail.rawValue })
        else {
            return (.unknown, ends.last?.time)
        }
        return (.failed, last.time)
    }
}
