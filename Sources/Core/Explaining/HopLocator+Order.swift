/// Where the order of messages turned.
extension HopLocator {
    /// Two messages that came to a client the wrong way round, by their rows.
    private struct Turn {
        /// It should have come before the other, and came behind it.
        var late: Int
        var early: Int
        /// The node of the client.
        var node: UInt32
        /// The node of the late one's publisher; 0 is unknown.
        var origin: UInt32
        var isOfOnePublisher: Bool
        /// The client was resumed between the late one's way through Redis and its arrival.
        var wasResumed: Bool
    }

    func overtaken(_ found: Case, _ row: Int) -> HopPlace {
        let entry = found.entry
        switch found.violation {
        case .causality:
            // The cause came behind its effect.
            guard let other = entry.other, let late = record.table.row(other.publisher, other.sequence) else { break }
            return place(of: turn(late, behind: row, found, isOfOnePublisher: false), strays: strayNodes(row))
        case .orderConflict:
            return conflict(found)
        default:
            let later = entry.sequence &+ UInt32(truncatingIfNeeded: entry.magnitude)
            guard let early = record.table.row(entry.publisher, later) else { break }
            return place(of: turn(row, behind: early, found, isOfOnePublisher: true), strays: strayNodes(row))
        }
        return .unknown(found.node, nil, .shape)
    }

    private func turn(_ late: Int, behind early: Int, _ found: Case, isOfOnePublisher: Bool) -> Turn {
        let passage = record.table.passages[late]
        let client = record.client(manifest.clients[found.entry.client].client.number)
        return Turn(
            late: late,
            early: early,
            node: found.node,
            origin: passage.accepted > 0 ? UInt32(passage.acceptedBy) : isOfOnePublisher ? found.origin : 0,
            isOfOnePublisher: isOfOnePublisher,
            wasResumed: record.isComparable
                && client.resumed(after: passedRedis(late) ?? found.end, until: found.entry.time)
        )
    }

    /// When a message was in Redis; nil where that is not on record.
    private func passedRedis(_ row: Int) -> UInt64? {
        let passage = record.table.passages[row]
        let times = [
            passage.written > 0 ? passage.writtenAt : nil, passage.carried > 0 ? passage.carriedAt : nil,
        ]
        return times.compactMap(\.self).min()
    }

    /// `strays` is the number of nodes whose clients saw it so.
    private func place(of turn: Turn, strays: Int) -> HopPlace {
        guard hasHops else {
            if carriedBefore(turn.early, turn.late) == true {
                return HopPlace(.nodeToRedis, turn.origin, nil, .witness)
            }
            if turn.wasResumed { return HopPlace(.receivingNode, turn.node, .replayed, .shape) }
            return strays > 1
                ? HopPlace(.sendingNode, turn.origin, nil, .shape) : HopPlace(.receivingNode, turn.node, nil, .shape)
        }
        if let place = placeBeforeRedis(of: turn) { return place }
        let (late, early) = (reception(turn.late, turn.node), reception(turn.early, turn.node))
        guard record.isWhole(turn.node), late.received > 0, early.received > 0 else {
            return turn.wasResumed
                ? HopPlace(.receivingNode, turn.node, .replayed) : .unknown(turn.node, .recordIncomplete)
        }
        if late.receivedAt > early.receivedAt { return HopPlace(.redisToNode, turn.node) }
        if turn.wasResumed { return HopPlace(.receivingNode, turn.node, .replayed) }
        let isHandedInOrder = late.handed > 0 && early.handed > 0 && late.handedAt < early.handedAt
        return HopPlace(isHandedInOrder ? .nodeToClient : .receivingNode, turn.node)
    }

    private func placeBeforeRedis(of turn: Turn) -> HopPlace? {
        let (late, early) = (record.table.passages[turn.late], record.table.passages[turn.early])
        // What different publishers sent may come in any order.
        if turn.isOfOnePublisher, late.accepted > 0, early.accepted > 0, late.acceptedBy == early.acceptedBy,
            late.acceptedAt > early.acceptedAt
        {
            return HopPlace(.publisherToNode, turn.origin)
        }
        if let isTurned = carriedBefore(turn.early, turn.late) {
            return isTurned ? HopPlace(.nodeToRedis, turn.origin, nil, .witness) : nil
        }
        // Ids are only compared where both were under way together: else a counter that went back would look like this.
        let wereTogether = late.written > 0 && early.written > 0 && early.acceptedAt < late.writtenAt
        if wereTogether, late.id > 0, early.id > 0, late.id > early.id {
            return HopPlace(.nodeToRedis, turn.origin)
        }
        return nil
    }

    /// Whether Redis carried one message before another; nil where no one witness saw both.
    private func carriedBefore(_ first: Int, _ second: Int) -> Bool? {
        let (one, other) = (record.table.passages[first], record.table.passages[second])
        guard one.carried > 0, other.carried > 0, one.carriedBy == other.carriedBy else { return nil }
        return one.carriedAt < other.carriedAt
    }

    // MARK: One order for all

    /// One step of a contradiction: what a client saw first and what then, by their rows.
    private struct Sight {
        var first: Int
        var second: Int
        var node: UInt32
    }

    /// No sight of a contradiction is right or wrong by itself. One that differs from what its node received turned behind
    /// the reception; else one that differs from what Redis carried turned on the way to its node.
    private func conflict(_ found: Case) -> HopPlace {
        let sights = (found.entry.cycle ?? []).compactMap { sight($0) }
        guard hasHops else { return conflictByShape(sights) }
        for sight in sights {
            let (first, second) = (reception(sight.first, sight.node), reception(sight.second, sight.node))
            guard first.received > 0, second.received > 0, second.receivedAt < first.receivedAt else { continue }
            let isHandedInOrder = first.handed > 0 && second.handed > 0 && second.handedAt < first.handedAt
            return HopPlace(isHandedInOrder ? .nodeToClient : .receivingNode, sight.node)
        }
        guard sights.allSatisfy({ record.isWhole($0.node) }) else { return .unknown(0, .recordIncomplete) }
        if let sight = sights.first(where: { carriedBefore($0.second, $0.first) == true }) {
            return HopPlace(.redisToNode, sight.node, nil, .witness)
        }
        // The nodes themselves received them differently, or some did not receive all.
        let isWholeBehind = sights.allSatisfy { sight in
            [sight.first, sight.second].allSatisfy { reception($0, sight.node).received > 0 }
        }
        return !sights.isEmpty && isWholeBehind ? HopPlace(.redisToNode, 0) : .unknown(0, nil)
    }

    private func conflictByShape(_ sights: [Sight]) -> HopPlace {
        if let sight = sights.first(where: { carriedBefore($0.second, $0.first) == true }) {
            return HopPlace(.receivingNode, sight.node, nil, .shape)
        }
        // Clients of one node contradict each other.
        if let node = sights.first?.node, sights.allSatisfy({ $0.node == node }) {
            return HopPlace(.receivingNode, node, nil, .shape)
        }
        return .unknown(0, nil, .shape)
    }

    private func sight(_ step: OrderStep) -> Sight? {
        guard let first = record.table.row(step.earlier.publisher.number, step.earlier.sequence),
            let second = record.table.row(step.later.publisher.number, step.later.sequence)
        else { return nil }
        let track = record.client(step.client.number)
        return Sight(first: first, second: second, node: track.node(at: passedRedis(second) ?? passedRedis(first) ?? 0))
    }
}
