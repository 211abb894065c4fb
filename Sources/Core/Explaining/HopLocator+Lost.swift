extension HopLocator {
    /// How many messages a node keeps of one signal at least (reference signalr2, section 5.1).
    private static let bufferMin = 1_000

    /// Follows an acknowledged message along its way to the hop behind which nothing shows it.
    func lost(_ found: Case, _ row: Int) -> HopPlace {
        let passage = found.passage
        let receivers = record.table.receivers(row)
        if passage.wasTakenAway, passage.carried == 0, receivers == 0 {
            return HopPlace(.redis, found.node, .takenAway, .witness)
        }
        if passage.written == 0, passage.carried == 0, receivers == 0 { return lostBeforeRedis(found) }
        if reception(row, found.node).received == 0 { return lostBeforeNode(found, receivers) }
        return lostAtNode(found, row)
    }

    /// No record shows it in Redis.
    private func lostBeforeRedis(_ found: Case) -> HopPlace {
        let wasListening = heard(found)
        guard record.isWhole || wasListening, found.origin > 0 else {
            return .unknown(found.origin, .recordIncomplete)
        }
        if found.passage.accepted == 0 {
            guard record.isWhole(found.origin) else { return .unknown(found.origin, .recordIncomplete) }
            return HopPlace(.publisherToNode, found.origin)
        }
        // A process that was killed may have written without living to record it.
        if record.isComparable, record.node(found.origin).wasKilledBeforeHanding(since: found.begin) {
            return wasListening
                ? HopPlace(.nodeToRedis, found.origin, .nodeGone, .witness)
                : .unknown(found.origin, .nodeGone)
        }
        if record.isComparable, record.node(found.origin).outage(found.begin, found.end) != nil {
            return HopPlace(.nodeToRedis, found.origin, .subscriptionDown)
        }
        return HopPlace(.sendingNode, found.origin, nil, wasListening ? .witness : .hops)
    }

    private func lostBeforeNode(_ found: Case, _ receivers: Int) -> HopPlace {
        guard record.isWhole(found.node) else { return .unknown(found.node, .recordIncomplete) }
        if record.isComparable {
            let node = record.node(found.node)
            if node.wasGone(at: found.end) { return HopPlace(.redisToNode, found.node, .nodeGone) }
            if node.outage(found.begin, found.end) != nil {
                return HopPlace(.redisToNode, found.node, .subscriptionDown)
            }
            if wasUnder("node.freeze", node: found.node, at: found.end) {
                return HopPlace(.redisToNode, found.node, .nodeFrozen)
            }
        }
        if found.passage.carried > 0 { return HopPlace(.redisToNode, found.node, nil, .witness) }
        if receivers > 0 { return HopPlace(.redisToNode, found.node) }
        // Nobody shows that Redis gave it to anyone.
        return HopPlace(.redis, found.node, .nobodyReceived, heard(found) ? .witness : .hops)
    }

    /// The node received it, and this client did not get it.
    private func lostAtNode(_ found: Case, _ row: Int) -> HopPlace {
        let reception = reception(row, found.node)
        guard reception.handed == 0 || record.isSeenWhole else { return .unknown(found.node, .recordIncomplete) }
        if found.gap == nil, let place = placeBesideCopies(found.node, reception) { return place }
        let excess = Int(reception.handed) - Int(reception.seen)
        if reception.handed == 0 || excess <= 0 {
            return HopPlace(.receivingNode, found.node, condition(found, reception))
        }
        // More copies went out than were seen, so they broke off behind the node: all of them where there are as many
        // as losses, else those whose connection was breaking.
        if excess >= Int(reception.lost) || found.gap != nil {
            return HopPlace(.nodeToClient, found.node, found.gap == nil ? nil : .connectionBroke)
        }
        return HopPlace(.receivingNode, found.node, condition(found, reception))
    }

    /// Of a message that is missing for some clients of a node and doubled for others: one copy for each was handed on, so the
    /// copies were made behind the node, unless there are as many as losses. Nil where that is not so.
    func placeBesideCopies(_ node: UInt32, _ reception: HopTable.Reception) -> HopPlace? {
        let owed = Int(reception.seen) - Int(reception.doubled) + Int(reception.lost)
        guard reception.doubled > 0, reception.lost > 0, Int(reception.handed) == owed else { return nil }
        if reception.handed < reception.seen { return HopPlace(.nodeToClient, node) }
        return reception.handed == reception.seen ? .unknown(node, .copiesUntold) : nil
    }

    private func condition(_ found: Case, _ reception: HopTable.Reception) -> HopCondition? {
        if reception.isIDBack { return .idBack }
        guard record.isComparable else { return nil }
        // A log has no buffers that could be overrun.
        let bufferMin = manifest.backplane == .stream ? Int.max : Self.bufferMin
        let node = record.node(found.node)
        if reception.handed == 0, node.wasKilledBeforeHanding(since: reception.receivedAt) {
            return .killedBeforeHanding
        }
        guard let gap = found.gap else {
            let track = record.client(manifest.clients[found.entry.client].client.number)
            guard let worst = track.lag(around: reception.receivedAt)?.worst else { return nil }
            let behind = node.receivedCount(worst.sentAt, worst.seenAt) + NodeTrack.sampleEvery
            return behind > bufferMin ? .slowClient : nil
        }
        let missed = gap.backAt.map { node.receivedCount(reception.receivedAt, $0) } ?? 0
        return missed > bufferMin ? .bufferOverrun : .clientAway
    }

    /// A witness would have seen it, had Redis carried it.
    func heard(_ found: Case) -> Bool {
        guard record.isComparable, found.entry.publisher > 0 else { return false }
        let ended = store.find(Int(found.entry.publisher) - 1, found.entry.sequence)?.pointee.endedAt ?? .max
        return ended < .max && record.witness.listened(found.begin, max(found.end, ended))
    }

    // MARK: Without records of the nodes

    /// Who missed it and who did not: a hypothesis.
    func lostByShape(_ found: Case, _ row: Int) -> HopPlace {
        if let place = lostByTaps(found, row) { return place }
        let seenAt = seenAt(row)
        let (origin, node) = (found.origin, found.node)
        if found.passage.carried > 0 {
            if reception(row, node).seen > 0 { return HopPlace(.nodeToClient, node, nil, .shape) }
            return behindRedis(found, row, evidence: .witness)
        }
        if heard(found), seenAt.isEmpty { return HopPlace(.nodeToRedis, origin, nil, .witness) }
        if seenAt.isEmpty {
            let losers = record.table.receptions(row).reduce(0) { $0 + Int($1.lost) }
            return losers > 1 ? HopPlace(.sendingNode, origin, nil, .shape) : .unknown(node, .singleClient, .shape)
        }
        if seenAt.contains(node) { return HopPlace(.nodeToClient, node, nil, .shape) }
        // A node that records no hops may still say when it was subscribed.
        if record.isComparable, record.node(node).outage(found.begin, found.end) != nil {
            return HopPlace(.redisToNode, node, .subscriptionDown, .shape)
        }
        if seenAt == [origin] {
            let losers = record.table.receptions(row).enumerated().count { $1.lost > 0 && $0 + 1 != Int(origin) }
            return losers > 1
                ? HopPlace(.nodeToRedis, origin, nil, .shape) : .unknown(node, .betweenNodes, .shape)
        }
        return behindRedis(found, row, evidence: .shape)
    }

    private func behindRedis(_ found: Case, _ row: Int, evidence: Evidence) -> HopPlace {
        reception(row, found.node).lost > 1
            ? HopPlace(.redisToNode, found.node, nil, .shape) : .unknown(found.node, .singleClient, evidence)
    }

    /// Nodes of which some client saw it.
    private func seenAt(_ row: Int) -> [UInt32] {
        record.table.receptions(row).enumerated().compactMap { $1.seen > 0 ? UInt32($0 + 1) : nil }
    }
}
