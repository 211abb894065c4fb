extension DeliveryPass {
    /// Until when everything that was acknowledged must have reached the client: the invocation of the latest message of
    /// the publisher that it saw, where messages come in order, or its proof of life after the final message.
    private func proof(_ client: Int, _ stream: Int) -> UInt64 {
        var proof: UInt64 = 0
        if provesByOrder, let mark = markMap.find(client, table.streams[stream].publisher) {
            proof = marks[mark].invokedAt
        }
        if isShownAlive(client, stream) { proof = max(proof, clients[client].aliveAt) }
        return proof
    }

    /// The connection answered after the final message of the stream was acknowledged.
    private func isShownAlive(_ client: Int, _ stream: Int) -> Bool {
        let aliveAt = clients[client].aliveAt
        guard aliveAt > 0, rules.contains(.provesByLife) else { return false }
        return aliveAt >= table.streams[stream].sentinelEnd || !rules.contains(.waitsForSentinels)
    }

    /// A definite membership ends while the life goes on: what is proven by now stays owed.
    mutating func close(_ client: Int, _ audience: Int, since: UInt64) {
        guard rules.contains(.keepsEndedMemberships) else { return }
        for stream in table.ofAudience[audience] {
            let proof = proof(client, stream)
            if proof >= since {
                clients[client].closed.append(ClosedMembership(stream: stream, since: since, proof: proof))
            }
        }
    }

    /// Counts what the present life was owed, and finds what is lost of it.
    mutating func judge(_ client: Int) {
        var isShown = true
        for audience in clients[client].permanent {
            isShown = judge(client, audience, since: clients[client].lifeBegan) && isShown
        }
        var member = clients[client].firstMember
        while member >= 0 {
            let membership = members[member].membership
            if let confirmed = membership.definiteSince {
                let since = rules.contains(.needsDefiniteMembership) ? confirmed : clients[client].lifeBegan
                isShown = judge(client, membership.audience, since: since) && isShown
            }
            member = members[member].next
        }
        for closed in clients[client].closed {
            judge(client, closed.stream, since: closed.since, proof: closed.proof)
        }
        clients[client].closed.removeAll(keepingCapacity: true)
        clients[client].wasShownAtEnd = isShown
    }

    /// Returns whether the client is shown to have been there at the end of every stream to the audience.
    private mutating func judge(_ client: Int, _ audience: Int, since: UInt64) -> Bool {
        var isShown = true
        for stream in table.ofAudience[audience] {
            judge(client, stream, since: since, proof: proof(client, stream))
            if let torn = trackers.torn, isComparable, isShownAlive(client, stream) {
                judgeUnknown(client, stream, since: since, torn)
            }
            isShown = isShown && isShownAtEnd(client, stream)
        }
        return isShown
    }

    private func isShownAtEnd(_ client: Int, _ stream: Int) -> Bool {
        let end = table.streams[stream].sentinelEnd
        guard end < .max, let rank = table.streams[stream].sentinelRank else { return true }
        if clients[client].aliveAt > 0, clients[client].aliveAt >= end { return true }
        guard provesByOrder, let slot = slotMap.find(client, stream), let seen = slots[slot].seen else {
            return false
        }
        return seen[rank >> 6] >> UInt64(rank & 63) & 1 == 1
    }

    private mutating func judge(_ client: Int, _ stream: Int, since: UInt64, proof: UInt64) {
        guard isComparable, proof >= since else { return }
        let owed = table.owed(stream, from: since, until: proof, in: store)
        guard !owed.certain.isEmpty || !owed.singles.isEmpty else { return }
        let slot = slot(of: client, stream: stream, publisher: table.streams[stream].publisher)
        var tally = Tally(client: client, stream: stream, slot: slot, proof: proof)
        var rank = owed.certain.lowerBound
        while rank < owed.certain.upperBound {
            let end = min((rank | 63) + 1, owed.certain.upperBound)
            take(word: rank >> 6, mask: Self.mask(rank..<end), &tally)
            rank = end
        }
        for rank in owed.singles {
            let message = store.known(table.streams[stream].publisher, table.streams[stream].sequences[rank])
            if message.pointee.endedAt <= proof { take(word: rank >> 6, mask: 1 << UInt64(rank & 63), &tally) }
        }
        counts.expected += tally.expected
        counts.optional -= tally.seen
        clients[client].summary.expected += tally.expected
        if tally.expected > 0, !slots[slot].wasOwed {
            slots[slot].wasOwed = true
            counts.pairs += 1
        }
    }

    private struct Tally {
        let client: Int
        let stream: Int
        let slot: Int
        let proof: UInt64
        var expected = 0
        var seen = 0
        /// Lost messages in a row, up to the present rank.
        var run: UInt64 = 0
    }

    /// Up to 64 messages at once.
    private mutating func take(word: Int, mask: UInt64, _ tally: inout Tally) {
        let owed = table.streams[tally.stream].okBits[word] & mask
        guard owed != 0 else { return }
        let seen = slots[tally.slot].seen.map { $0[word] } ?? 0
        let spoilt = slots[tally.slot].spoilt.map { $0[word] } ?? 0
        tally.expected += owed.nonzeroBitCount
        tally.seen += (owed & seen).nonzeroBitCount
        let lost = owed & ~(seen | spoilt)
        guard lost != 0 else {
            tally.run = 0
            return
        }
        var rest = owed
        while rest != 0 {
            let bit = rest & (~rest &+ 1)
            rest &= rest - 1
            guard lost & bit != 0 else {
                tally.run = 0
                continue
            }
            tally.run += 1
            lose(rank: word << 6 + bit.trailingZeroBitCount, tally)
        }
    }

    private mutating func lose(rank: Int, _ tally: Tally) {
        let publisher = table.streams[tally.stream].publisher
        let sequence = table.streams[tally.stream].sequences[rank]
        let message = store.known(publisher, sequence).pointee
        clients[tally.client].summary.lost += 1
        measureLoss(tally.client, invokedAt: message.invokedAt)
        let later = markMap.find(tally.client, publisher).map { marks[$0].invokedAt } ?? 0
        if !provesByOrder || later < message.endedAt { counts.lostInSilence += 1 }
        if let torn = trackers.torn, mayTear(message) {
            torn.miss(torn.index.number(publisher, sequence), client: tally.client)
        }
        add(
            .lost,
            tally.client,
            UInt32(publisher + 1),
            sequence,
            message.invokedAt,
            magnitude: tally.run,
            provenAt: tally.proof
        )
    }

    /// The bits of ranks within one word.
    static func mask(_ ranks: Range<Int>) -> UInt64 {
        let low = UInt64(ranks.lowerBound & 63)
        let count = UInt64(ranks.count)
        return count == 64 ? .max : ((1 << count) - 1) << low
    }
}
