// What links saw pass, for nodes that record nothing themselves.
extension HopLocator {
    /// Where a message that did not arrive was seen last; nil where no link tells.
    func lostByTaps(_ found: Case, _ row: Int) -> HopPlace? {
        guard record.isComparable else { return nil }
        return lostBehindRedis(found, row) ?? lostBeforeCarried(found)
    }

    private func lostBehindRedis(_ found: Case, _ row: Int) -> HopPlace? {
        guard record.taps.covers(found.node, .fromRedis, since: found.begin) else { return nil }
        // What went into a connection that was about to end may not have come out of it.
        if record.node(found.node).outage(found.begin, found.end) != nil {
            return HopPlace(.redisToNode, found.node, .subscriptionDown, .witness)
        }
        let reception = reception(row, found.node)
        if reception.tapped == 0 {
            guard found.passage.carried > 0, hasOneServer else { return nil }
            return HopPlace(.redisToNode, found.node, nil, .witness)
        }
        if reception.seen > 0 { return HopPlace(.nodeToClient, found.node, nil, .witness) }
        return reception.lost > 1
            ? HopPlace(.receivingNode, found.node, nil, .witness) : .unknown(found.node, .singleClient, .witness)
    }

    private func lostBeforeCarried(_ found: Case) -> HopPlace? {
        guard found.passage.carried == 0, found.origin > 0, hasOneServer,
            record.taps.covers(found.origin, .toRedis, since: found.begin)
        else { return nil }
        if found.passage.sentOut == 0 { return HopPlace(.sendingNode, found.origin, nil, .witness) }
        return heard(found) ? HopPlace(.nodeToRedis, found.origin, nil, .witness) : nil
    }

    /// A node with a link to one server may have gone to another one without.
    private var hasOneServer: Bool {
        manifest.histories.count { HistoryNaming.owner(of: $0)?.role == .witness } <= 1
    }

    /// Where one message became several; nil where no link tells.
    func duplicatedByTaps(_ found: Case, _ row: Int) -> HopPlace? {
        // A script that was not there is sent again, and that only: one copy was carried.
        if found.passage.sentOut > 1, found.passage.carried != 1 {
            return found.passage.attempts > 1
                ? HopPlace(.publisher, found.origin, .republished, .witness)
                : HopPlace(.sendingNode, found.origin, nil, .witness)
        }
        return reception(row, found.node).tapped > 1
            ? HopPlace(.redisToNode, found.node, .receivedTwice, .witness) : nil
    }
}
