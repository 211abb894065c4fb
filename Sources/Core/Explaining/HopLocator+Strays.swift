extension HopLocator {
    /// Where one message became several.
    func duplicated(_ found: Case, _ row: Int) -> HopPlace {
        let passage = found.passage
        let client = record.client(manifest.clients[found.entry.client].client.number)
        let wasResumed = record.isComparable && client.resumed(after: found.end, until: found.entry.time)
        guard hasHops else { return duplicatedByShape(found, row, wasResumed: wasResumed) }
        // What a publisher sends again, a log takes once: where it has one entry, the copies came about behind it.
        let isOneEntry = manifest.backplane == .stream && passage.carried == 1
        if isOneEntry { return duplicatedBehindRedis(found, row, wasResumed: wasResumed) }
        if passage.accepted > 1 {
            return passage.attempts > 1
                ? HopPlace(.publisher, found.origin, .republished) : HopPlace(.publisherToNode, found.origin)
        }
        if passage.written > 1 { return HopPlace(.sendingNode, found.origin) }
        if passage.carried > 1 { return HopPlace(.nodeToRedis, found.origin, nil, .witness) }
        return duplicatedBehindRedis(found, row, wasResumed: wasResumed)
    }

    private func duplicatedBehindRedis(_ found: Case, _ row: Int, wasResumed: Bool) -> HopPlace {
        let reception = reception(row, found.node)
        if reception.received > 1 { return HopPlace(.redisToNode, found.node, .receivedTwice) }
        if wasResumed { return HopPlace(.receivingNode, found.node, .replayed) }
        guard record.isWhole(found.node), reception.received > 0 else {
            return .unknown(found.node, .recordIncomplete)
        }
        if record.isSeenWhole, let place = placeBesideCopies(found.node, reception) { return place }
        return reception.handed < reception.seen
            ? HopPlace(.nodeToClient, found.node) : HopPlace(.receivingNode, found.node)
    }

    private func duplicatedByShape(_ found: Case, _ row: Int, wasResumed: Bool) -> HopPlace {
        if found.passage.carried > 1 {
            return found.passage.attempts > 1
                ? HopPlace(.publisher, found.origin, .republished, .witness)
                : HopPlace(.sendingNode, found.origin, nil, .witness)
        }
        if let place = duplicatedByTaps(found, row) { return place }
        if found.passage.attempts > 1 { return HopPlace(.publisher, found.origin, .republished, .shape) }
        if wasResumed { return HopPlace(.receivingNode, found.node, .replayed, .shape) }
        let nodes = strayNodes(row)
        if nodes > 1 { return HopPlace(.sendingNode, found.origin, nil, .shape) }
        return HopPlace(reception(row, found.node).strays > 1 ? .receivingNode : .nodeToClient, found.node, nil, .shape)
    }

    /// Where it took a way that is not its own.
    func misrouted(_ found: Case, _ row: Int) -> HopPlace {
        let evidence: Evidence = hasHops && reception(row, found.node).received > 0 ? .hops : .shape
        if case .app(let name)? = audience(of: found), manifest.clients[found.entry.client].app != name {
            return HopPlace(.redisToNode, found.node, .otherApplication, evidence)
        }
        if strayNodes(row) > 1 { return HopPlace(.sendingNode, found.origin, nil, .shape) }
        return HopPlace(.receivingNode, found.node, nil, evidence)
    }

    private func audience(of found: Case) -> Audience? {
        guard let message = store.find(Int(found.entry.publisher) - 1, found.entry.sequence)?.pointee,
            message.state != .absent
        else { return nil }
        return manifest.audiences[table.streams[Int(message.stream)].audience]
    }

    /// Every hop looks at the checksum of what it records, so a record says that it was whole there.
    func corrupted(_ found: Case, _ row: Int) -> HopPlace {
        guard hasHops else {
            if found.passage.carried > 0 { return HopPlace(.receivingNode, found.node, nil, .shape) }
            return strayNodes(row) > 1
                ? HopPlace(.sendingNode, found.origin, nil, .shape) : HopPlace(.receivingNode, found.node, nil, .shape)
        }
        let reception = reception(row, found.node)
        if reception.received > 0 {
            return record.isSeenWhole && reception.handed > reception.seen
                ? HopPlace(.nodeToClient, found.node) : HopPlace(.receivingNode, found.node)
        }
        guard record.isWhole(found.node), record.isWhole(found.origin) else {
            return .unknown(found.node, .recordIncomplete)
        }
        if found.passage.carried > 0 { return HopPlace(.redisToNode, found.node, nil, .witness) }
        if found.passage.accepted == 0 { return HopPlace(.publisherToNode, found.origin) }
        return record.table.receivers(row) > 0
            ? HopPlace(.redisToNode, found.node) : HopPlace(.nodeToRedis, found.origin)
    }

    /// Where something that nobody published first showed.
    func phantom(_ found: Case, _ row: Int) -> HopPlace {
        if found.passage.accepted > 0 { return HopPlace(.publisher, found.origin) }
        let receivers = record.table.receivers(row)
        if found.passage.carried > 0 || receivers > 0 {
            let isWhole = record.isWhole
            let evidence: Evidence = receivers > 0 ? .hops : .witness
            return isWhole
                ? HopPlace(.redis, found.node, .nobodyWrote, evidence) : .unknown(found.node, .recordIncomplete)
        }
        guard hasHops else { return .unknown(found.node, nil, .shape) }
        return record.isWhole(found.node)
            ? HopPlace(.receivingNode, found.node) : .unknown(found.node, .recordIncomplete)
    }

    /// Its publisher was told that it had failed.
    func aborted(_ found: Case, _ row: Int) -> HopPlace {
        let didPass = found.passage.accepted > 0 || found.passage.carried > 0 || record.table.receivers(row) > 0
        guard didPass else { return .unknown(found.node, nil, .shape) }
        return HopPlace(.sendingNode, found.origin, .toldFailed, hasHops ? .hops : .witness)
    }

    /// Nodes whose clients had a violation with this message.
    func strayNodes(_ row: Int) -> Int { record.table.receptions(row).count { $0.strays > 0 } }
}
