extension DeliveryPass {
    /// A whole message was handed to the application: finds its class, exactly one.
    @inline(__always)
    mutating func deliver(to number: UInt32, publisher: UInt32, sequence: UInt32, at time: UInt64) {
        counts.handed += 1
        guard let client = position(of: number) else { return }
        guard clients[client].isLive else {
            trouble.note("c\(number) was handed a message outside of any life")
            return
        }
        guard let found = store.find(Int(publisher) - 1, sequence), found.pointee.state != .absent else {
            stranger(client, publisher: publisher, sequence: sequence, at: time)
            return
        }
        if found.pointee.state == .fail {
            aborted(client, publisher: publisher, sequence: sequence, found.pointee, at: time)
            return
        }
        let invokedAt = found.pointee.invokedAt
        let slot = slot(of: client, stream: Int(found.pointee.stream), publisher: Int(publisher) - 1)
        if members[slots[slot].member].membership.possibleUntil < invokedAt
            || members[slots[slot].member].membership.possibleUntil == 0
        {
            if misrouted(client, slot, publisher: publisher, sequence: sequence, invokedAt, at: time) { return }
        }
        let seen = seenBits(slot)
        let (word, bit) = (found.pointee.rank >> 6, UInt64(1) << UInt64(found.pointee.rank & 63))
        if seen[word] & bit != 0 {
            duplicated(client, publisher: publisher, sequence: sequence, invokedAt, at: time)
            return
        }
        seen[word] |= bit
        counts.delivered += 1
        clients[client].summary.delivered += 1
        let isRedelivery = slots[slot].before.map { $0[word] & bit != 0 } ?? false
        if isRedelivery {
            counts.redeliveries += 1
            clients[client].summary.redeliveries += 1
        } else if isComparable {
            meters.latency.record(invokedAt: invokedAt, arrivedAt: time)
        }
        if tracksMore {
            track(
                client,
                slot,
                found.pointee,
                publisher: publisher,
                sequence: sequence,
                isRedelivery: isRedelivery,
                at: time
            )
        }
        measure(client, found.pointee, at: time)
        let mark = slots[slot].mark
        if sequence > marks[mark].sequence {
            marks[mark].sequence = sequence
            marks[mark].invokedAt = invokedAt
        } else {
            behind(client, mark, publisher: publisher, sequence: sequence, found.pointee, at: time)
        }
    }

    /// First seen below the high-water mark: out of order where the contract covers the pair.
    private mutating func behind(
        _ client: Int,
        _ mark: Int,
        publisher: UInt32,
        sequence: UInt32,
        _ message: Message,
        at time: UInt64
    ) {
        guard message.state == .ok, isComparable || pipelined,
            pipelined || message.endedAt <= marks[mark].invokedAt
        else { return }
        clients[client].summary.outOfOrder += 1
        let distance = UInt64(marks[mark].sequence - sequence)
        add(.outOfOrder, client, publisher, sequence, time, magnitude: distance, provenAt: marks[mark].invokedAt)
    }

    private mutating func duplicated(
        _ client: Int,
        publisher: UInt32,
        sequence: UInt32,
        _ invokedAt: UInt64,
        at time: UInt64
    ) {
        clients[client].summary.duplicated += 1
        add(.duplicated, client, publisher, sequence, time, magnitude: time > invokedAt ? time - invokedAt : 0)
    }

    /// No membership can have met the message. One that ended before its publish is judged by times, so not across clocks.
    private mutating func misrouted(
        _ client: Int,
        _ slot: Int,
        publisher: UInt32,
        sequence: UInt32,
        _ invokedAt: UInt64,
        at time: UInt64
    ) -> Bool {
        let until = members[slots[slot].member].membership.possibleUntil
        if !isComparable, until != 0 { return false }
        clients[client].summary.strays += 1
        add(.misrouted, client, publisher, sequence, time, magnitude: time > invokedAt ? time - invokedAt : 0)
        return true
    }

    private mutating func aborted(
        _ client: Int,
        publisher: UInt32,
        sequence: UInt32,
        _ message: Message,
        at time: UInt64
    ) {
        guard isComplete else {
            counts.unjudged += 1
            return
        }
        clients[client].summary.strays += 1
        let age = time > message.invokedAt ? time - message.invokedAt : 0
        add(.aborted, client, publisher, sequence, time, magnitude: age)
    }

    /// Nobody recorded its publish. While a history is missing, that may be where it was recorded.
    private mutating func stranger(_ client: Int, publisher: UInt32, sequence: UInt32, at time: UInt64) {
        let isKnownPublisher = publisher > 0 && Int(publisher) <= store.publisherCount
        guard isComplete || !isKnownPublisher || sequence == 0 else {
            counts.unjudged += 1
            return
        }
        clients[client].summary.strays += 1
        add(.phantom, client, publisher, sequence, time)
    }

    /// What arrived was no message of this run.
    mutating func foreign(_ client: Int, _ record: HistoryRecord) {
        clients[client].summary.strays += 1
        add(.phantom, client, record.publisher, record.sequence, record.time, sample: record.extra)
    }

    /// A damaged message is neither seen nor lost, as far as it can be told which one it was.
    mutating func corrupted(_ client: Int, _ record: HistoryRecord) {
        clients[client].summary.strays += 1
        add(.corrupted, client, record.publisher, record.sequence, record.time)
        let publisher = Int(record.publisher) - 1
        guard rules.contains(.sparesDamaged), clients[client].isLive,
            let found = store.find(publisher, record.sequence), found.pointee.state != .absent
        else { return }
        let slot = slot(of: client, stream: Int(found.pointee.stream), publisher: publisher)
        let spoilt = slots[slot].spoilt ?? Slot.bits(slots[slot].wordCount)
        slots[slot].spoilt = spoilt
        spoilt[found.pointee.rank >> 6] |= 1 << UInt64(found.pointee.rank & 63)
    }

    mutating func add(
        _ violation: ViolationClass,
        _ client: Int,
        _ publisher: UInt32,
        _ sequence: UInt32,
        _ time: UInt64,
        magnitude: UInt64 = 0,
        provenAt: UInt64? = nil,
        sample: UInt64 = 0,
        other: (publisher: UInt32, sequence: UInt32)? = nil
    ) {
        var entry = FindingLog.Entry(time: time, client: client, publisher: publisher, sequence: sequence)
        entry.magnitude = magnitude
        entry.provenAt = provenAt
        entry.other = other
        entry.isExcused = isExcused(violation, publisher, sequence, at: time)
        if sample != 0 { entry.sample = (history, sample) }
        findings.add(violation, entry) { entry in
            entry.life = clients[client].summary.lives
            entry.lifeBegan = clients[client].lifeBegan
            entry.node = clients[client].node(at: time)
        }
    }

    /// What the contract forbids, and the one of `during-faults` does not.
    private func isExcused(
        _ violation: ViolationClass,
        _ publisher: UInt32,
        _ sequence: UInt32,
        at time: UInt64
    ) -> Bool {
        guard contracts.lastEnd != nil, expectation.forbids(violation) else { return false }
        if violation == .toldGap { return !contracts.contract(at: time).forbids(violation) }
        guard let message = store.find(Int(publisher) - 1, sequence), message.pointee.state != .absent
        else { return false }
        return !contracts.contract(for: message.pointee, seenAt: time).forbids(violation)
    }
}
