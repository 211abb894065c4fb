// What is measured besides the contract. Per delivery it costs two comparisons and the latency.
extension DeliveryPass {
    /// The client got the first copy of a message.
    @inline(__always)
    mutating func measure(_ client: Int, _ message: Message, at time: UInt64) {
        guard isComparable else { return }
        let heardAt = clients[client].meter.heardAt
        if time &- heardAt > meters.gap && !meters.isShort(from: heardAt, until: time, invokedAt: message.invokedAt)
            || message.endedAt > clients[client].meter.awaitedHealing
        {
            measureMore(client, message, at: time)
        }
        clients[client].meter.heardAt = time
    }

    @inline(never)
    private mutating func measureMore(_ client: Int, _ message: Message, at time: UInt64) {
        meters.lookAround(clients[client].meter.heardAt)
        endSilence(client, at: time, owedSince: message.invokedAt)
        while message.endedAt > clients[client].meter.awaitedHealing {
            let place = clients[client].meter.segment
            let healing = clients[client].meter.awaitedHealing
            // What has no end may have taken effect at any time, so it has to have begun behind the healing.
            guard message.state == .ok || message.invokedAt >= healing else { return }
            // What came before the healing shows nothing of it, however late its publish was acknowledged.
            guard time >= healing else { return }
            let since = pendingSince(client, meters.recoveries.segments[place])
            meters.recoveries.served(place, clients[client].summary.client, at: time, since: since)
            wait(client, segment: place + 1)
        }
    }

    /// A silence of the client is over: since when was something owed in it?
    private mutating func endSilence(_ client: Int, at time: UInt64, owedSince known: UInt64 = .max) {
        let last = clients[client].meter.heardAt
        guard last > 0, time > last, time - last > meters.gap else { return }
        let since = known <= last ? last : min(known, firstOwed(client, after: last))
        guard since < time, time - since > meters.gap else { return }
        meters.gap = time - since
        meters.gapClient = clients[client].summary.client
        meters.gapBegan = since
    }

    /// The first message behind a time whose audience the client is in for certain.
    private func firstOwed(_ client: Int, after time: UInt64) -> UInt64 {
        var first = UInt64.max
        for audience in clients[client].permanent {
            first = min(first, meters.owed.first(to: audience, after: time))
        }
        var member = clients[client].firstMember
        while member >= 0 {
            let membership = members[member].membership
            if let since = membership.definiteSince {
                first = min(first, meters.owed.first(to: membership.audience, after: max(time, since)))
            }
            member = members[member].next
        }
        return first
    }

    private func pendingSince(_ client: Int, _ segment: RecoveryLog.Segment) -> UInt64 {
        var since = UInt64.max
        for audience in clients[client].permanent { since = min(since, segment.pendingSince[audience]) }
        var member = clients[client].firstMember
        while member >= 0 {
            let membership = members[member].membership
            if membership.definiteSince.map({ $0 <= segment.begin }) == true {
                since = min(since, segment.pendingSince[membership.audience])
            }
            member = members[member].next
        }
        return since
    }

    private mutating func wait(_ client: Int, segment: Int) {
        clients[client].meter.segment = segment
        let segments = meters.recoveries.segments
        clients[client].meter.awaitedHealing = segment < segments.count ? segments[segment].begin : .max
    }

    /// To be called before the connection is taken note of.
    mutating func measureConnection(_ client: Int, to node: UInt32, at time: UInt64) {
        meters.connected(at: time)
        leaveNode(client)
        meters.nodes.connected(client, to: node)
        // One that was not there, and was not meant to be, was not waiting for any healing.
        if clients[client].summary.lives == 0 || clients[client].hasDeparted {
            wait(client, segment: meters.recoveries.count(until: time))
        }
    }

    /// To be called at the beginning of a life.
    mutating func measureLife(_ client: Int, from time: UInt64) {
        clients[client].meter.heardAt = time
        clients[client].meter.heardProbes.removeAll()
    }

    /// To be called at the end of a life, before anything of it is forgotten.
    mutating func measureLifeEnd(_ client: Int) {
        guard isComparable else { return }
        if clients[client].aliveAt > 0 { endSilence(client, at: clients[client].aliveAt) }
        let state = clients[client]
        meters.nodes.judge(state) { state.node(at: $0) }
    }

    mutating func heardProbe(_ client: Int, _ record: HistoryRecord) {
        guard clients[client].isLive else { return }
        if let place = meters.probes.place(of: record) {
            clients[client].meter.heardProbes.append(place)
        } else if isComplete {
            // Nobody sent it.
            clients[client].summary.strays += 1
            let publisher = PublisherID.probe(of: record.publisher).number
            add(.phantom, client, publisher, record.sequence, record.time)
        }
    }

    mutating func measureLoss(_ client: Int, invokedAt time: UInt64) {
        meters.nodes.lost(on: clients[client].node(at: time))
        guard isComparable, let place = meters.recoveries.lost(invokedAt: time),
            place >= clients[client].meter.segment
        else { return }
        if let known = clients[client].meter.unserved.firstIndex(where: { $0.segment == place }) {
            clients[client].meter.unserved[known].since = min(clients[client].meter.unserved[known].since, time)
        } else {
            clients[client].meter.unserved.append((segment: place, since: time))
        }
    }

    /// The record of the client is over.
    mutating func measureEnd(_ client: Int) {
        leaveNode(client)
        let meter = clients[client].meter
        for entry in meter.unserved where entry.segment >= meter.segment {
            meters.recoveries.neverServed(
                entry.segment,
                clients[client].summary.client,
                since: entry.since,
                until: max(entry.since, clients[client].aliveAt)
            )
        }
        clients[client].meter.unserved.removeAll()
    }

    /// What it got there counts for the node.
    private mutating func leaveNode(_ client: Int) {
        let count = clients[client].summary.delivered
        meters.nodes.delivered(count - clients[client].meter.deliveredBefore, on: clients[client].node)
        clients[client].meter.deliveredBefore = count
    }

    /// The figures of the run.
    borrowing func measures(_ publishes: PublishPass) -> RunMeasures {
        var measures = RunMeasures()
        measures.latencyOutsideFaults = meters.latency.calm.summary
        if publishes.trafficBegan != nil {
            measures.connectsPerSecondMax = meters.busiestSecond?.count ?? 0
            measures.connectsPerSecondMaxAt = meters.busiestSecond?.began
        }
        if isComparable, counts.delivered > 0 {
            measures.gapMax = meters.gap
            measures.gapClient = meters.gapClient
            measures.gapBegan = meters.gapBegan
        }
        for client in clients {
            let count = client.summary.resumes + max(0, client.summary.lives - 1)
            measures.reconnects += count
            measures.newLives += client.newLives
            if count > measures.reconnectsMax {
                measures.reconnectsMax = count
                measures.reconnectsClient = client.summary.client
            }
        }
        if publishes.ordinaryAttempts > 0 {
            measures.publishAvailability =
                Double(publishes.ordinaryAcknowledged) / Double(publishes.ordinaryAttempts)
        }
        measures.silentLosses = clients.reduce(0) { $0 + $1.summary.lost }
        return measures
    }
}
