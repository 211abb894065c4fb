extension DeliveryPass {
    /// Everything that a client records, except deliveries and publishes.
    mutating func take(_ record: HistoryRecord) {
        switch record.kind {
        case .publishInvoked, .publishEnded, .delivered, .probeInvoked, .probeEnded: return
        default: break
        }
        guard let client = position(of: record.subject) else { return }
        switch record.kind {
        case .connected: connected(client, record)
        case .disconnected: disconnected(client, record)
        case .lifeEnded:
            if clients[client].isLive { endLife(client, at: record.time) }
        case .alive: alive(client, record)
        case .probeHeard: heardProbe(client, record)
        case .corrupted: corrupted(client, record)
        case .foreign: foreign(client, record)
        case .joinInvoked, .joined, .joinFailed, .leaveInvoked, .left, .leaveFailed: membership(client, record)
        default: break
        }
    }

    private mutating func connected(_ client: Int, _ record: HistoryRecord) {
        let isResumed = record.flags == ConnectionStart.resumed.rawValue
        measureConnection(client, to: UInt32(record.detail), at: record.time)
        if isResumed, !clients[client].isLive {
            trouble.note("c\(record.subject) resumed a life that it did not have")
        }
        if isResumed, clients[client].isLive {
            if clients[client].isTold {
                trouble.note("c\(record.subject) resumed a life that a told gap had ended")
            }
            clients[client].summary.resumes += 1
        } else {
            if clients[client].isLive { endLife(client, at: record.time) }
            beginLife(client, at: record.time)
        }
        let node = UInt32(record.detail)
        clients[client].isConnected = true
        clients[client].hasDeparted = false
        clients[client].node = node
        clients[client].summary.node = node > 0 ? NodeID(node) : nil
        clients[client].connections.append((record.time, node))
        usedNodes.insert(node)
    }

    private mutating func disconnected(_ client: Int, _ record: HistoryRecord) {
        clients[client].summary.disconnects += 1
        clients[client].isConnected = false
        clients[client].hasDeparted = record.flags == DisconnectReason.departed.rawValue
        let isTold = record.flags == DisconnectReason.told.rawValue
        guard isTold || isRefusal(record) else { return }
        guard clients[client].isLive else {
            if isTold { trouble.note("c\(record.subject) was told of a gap outside of any life") }
            return
        }
        guard !clients[client].isTold else { return }
        clients[client].isTold = true
        add(.toldGap, client, 0, 0, record.time, sample: record.extra)
    }

    /// A client that would go on is told to stop: what lies between this life and the next is missed by the server's will.
    private func isRefusal(_ record: HistoryRecord) -> Bool {
        countsRefusals && record.flags == DisconnectReason.refused.rawValue
    }

    private mutating func alive(_ client: Int, _ record: HistoryRecord) {
        guard clients[client].isLive else {
            trouble.note("c\(record.subject) proved to be alive outside of any life")
            return
        }
        clients[client].aliveAt = max(clients[client].aliveAt, record.time)
        clients[client].summary.alive = true
    }

    /// A fresh connection: what was seen goes into the past, and memberships have to be asked for again.
    private mutating func beginLife(_ client: Int, at time: UInt64) {
        if clients[client].summary.lives > 0, !clients[client].hasDeparted, !clients[client].isTold {
            clients[client].newLives += 1
        }
        clients[client].isLive = true
        clients[client].isTold = false
        clients[client].summary.lives += 1
        clients[client].lifeBegan = time
        clients[client].aliveAt = 0
        clients[client].connections.removeAll(keepingCapacity: true)
        measureLife(client, from: time)
        clients[client].wasShownAtEnd = false
        clients[client].unconfirmed.removeAll()
        clients[client].lastOrdered = -1
        guard rules.contains(.separatesLives) else { return }
        var slot = clients[client].firstSlot
        while slot >= 0 {
            turnOver(slot)
            slot = slots[slot].next
        }
        var mark = clients[client].firstMark
        while mark >= 0 {
            marks[mark] = HighWater(next: marks[mark].next)
            mark = marks[mark].next
        }
    }

    private mutating func turnOver(_ slot: Int) {
        let words = slots[slot].wordCount
        if let spoilt = slots[slot].spoilt { spoilt.update(repeating: 0, count: words) }
        if let early = slots[slot].early { early.update(repeating: 0, count: words) }
        guard let seen = slots[slot].seen else { return }
        guard let before = slots[slot].before else {
            slots[slot].before = seen
            slots[slot].seen = nil
            return
        }
        for word in 0..<words {
            before[word] |= seen[word]
            seen[word] = 0
        }
    }

    /// Judges what the life was owed, and ends its memberships.
    mutating func endLife(_ client: Int, at time: UInt64) {
        judge(client)
        measureLifeEnd(client)
        if clients[client].aliveAt > 0 { noteUnconfirmed(client) }
        clients[client].isLive = false
        clients[client].isConnected = false
        var member = clients[client].firstMember
        while member >= 0 {
            members[member].membership.endLife(at: time)
            member = members[member].next
        }
    }

    private mutating func noteUnconfirmed(_ client: Int) {
        var member = clients[client].firstMember
        while member >= 0 {
            let membership = members[member].membership
            if membership.wasAsked, !membership.wasConfirmed { clients[client].unconfirmed.append(membership.audience) }
            member = members[member].next
        }
    }

    /// The record of this client is over.
    mutating func finish(_ client: Int) {
        if clients[client].isLive {
            judge(client)
            measureLifeEnd(client)
            noteUnconfirmed(client)
        }
        measureEnd(client)
        clients[client].firstSlot = -1
        clients[client].firstMark = -1
        clients[client].firstMember = -1
    }

    private mutating func membership(_ client: Int, _ record: HistoryRecord) {
        let audience = Int(record.detail)
        guard clients[client].isLive, audience < audiences.count, case .group = audiences[audience] else {
            trouble.note("c\(record.subject) joined or left audience \(record.detail), which it could not")
            return
        }
        let member = member(client, audience)
        let outcome = Outcome(rawValue: record.flags) ?? .info
        switch record.kind {
        case .joinInvoked: members[member].membership.joinInvoked()
        case .joined: members[member].membership.joined(at: record.time)
        case .joinFailed: members[member].membership.joinFailed(outcome, at: record.time)
        case .leaveInvoked:
            if let since = members[member].membership.leaveInvoked() { close(client, audience, since: since) }
        case .left: members[member].membership.left(at: record.time)
        case .leaveFailed: members[member].membership.leaveFailed(outcome)
        default: break
        }
    }
}
