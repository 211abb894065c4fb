// What links saw pass, for nodes that record nothing themselves.
extension HopLocator {
    /// Where a message that did not arrive was seen last; nil where no link tells.
    func lostByTaps(_ found: Case, _ row: Int) -> HopPlace? {
        guard record.isComparable else { return nil }
        return lostBehindRedis(found, row) ?? lostBeforeCarried(found)
    }

    private func lostBehindRedis(_ found: Case, _ row: Int) -> HopPlace? {
        guard record.taps.covers(found.node, .fromRedis, since: found.begin) else { return nil }
        let reception = reception(row, found.node)
        if reception.tapped == 0 {
            guard found.passage.carried > 0 else { return nil }
            let wasDown = record.node(found.node).outage(found.begin, found.end) != nil
            return HopPlace(.redisToNode, found.node, wasDown ? .subscriptionDown : nil, .witness)
        }
        if reception.seen > 0 { return HopPlace(.nodeToClient, found.node, nil, .witness) }
        return reception.lost > 1
            ? HopPlace(.receivingNode, found.node, nil, .witness) : .unknown(found.node, .singleClient, .witness)
    }

    private func lostBeforeCarried(_ found: Case) -> HopPlace? {
        guard found.passage.carried == 0, found.origin > 0,
            record.taps.covers(found.origin, .toRedis, since: found.begin)
        else { return nil }
        if found.passage.sentOut == 0 { return HopPlace(.sendingNode, found.origin, nil, .witness) }
        return heard(found) ? HopPlace(.nodeToRedis, found.origin, nil, .witness) : nil
    }

    /// Where one message became several; nil where no link tells.
    func duplicatedByTaps(_ found: Case, _ row: Int) -> HopPlace? {
        if found.passage.sentOut > 1 {
            return found.passage.attempts > 1
                ? HopPlace(.publisher, found.origin, .republished, .witness)
                : HopPlace(.sendingNode, found.origin, nil, .witness)
        }
        return reception(row, found.node).tapped > 1
            ? HopPlace(.redisToNode, found.node, .receivedTwice, .witness) : nil
    }
}
