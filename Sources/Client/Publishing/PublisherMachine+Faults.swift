import Core

/// What is left to be sent of a burst.
struct PublisherBurstQueue: Hashable {
    let fault: Int
    var rest: Int
    let size: Int?
    let audience: AudienceNumber?
}

// What faults do to the traffic.
extension PublisherMachine {
    /// Sends so many messages at once, as fault `fault`, beside what the plan wants.
    mutating func burst(_ count: Int, size: Int?, audience: AudienceNumber?, fault: Int) {
        guard count > 0, stage == .idle || stage == .publishing else { return burstsEnded.append((fault, 0)) }
        bursts.append(PublisherBurstQueue(fault: fault, rest: count, size: size, audience: audience))
        burstsOpen[fault] = count
    }

    /// Bursts whose last outcome has become final since the last call.
    mutating func takeEndedBursts() -> [(fault: Int, sent: Int)] {
        defer { burstsEnded.removeAll() }
        return burstsEnded
    }

    /// What was not sent yet never will be.
    mutating func dropBursts() {
        let dropped = bursts
        bursts.removeAll()
        for burst in dropped { for _ in 0..<burst.rest { endedOne(of: burst.fault) } }
    }

    mutating func endedOne(of burst: Int) {
        guard let rest = burstsOpen[burst] else { return }
        burstsOpen[burst] = rest > 1 ? rest - 1 : nil
        if rest <= 1 { burstsEnded.append((burst, burstsSent[burst] ?? 0)) }
    }

    /// Nothing new until ``resume(_:now:)`` was called with the same fault.
    mutating func pause(_ fault: Int, now: UInt64) {
        if pauses.isEmpty { pausedAt = now }
        pauses.insert(fault)
    }

    /// The schedule goes on where it stood.
    mutating func resume(_ fault: Int, now: UInt64) {
        guard pauses.remove(fault) != nil, pauses.isEmpty, stage == .publishing else { return }
        let from = max(pausedAt, startedAt)
        if now > from { scheduleShift += now - from }
    }

    /// Another rate or size from now on; nil leaves it as it is.
    mutating func pace(ratePerSecond: Double?, size: Int?, now: UInt64) {
        if let ratePerSecond { setRate(ratePerSecond, now: now) }
        if let size { self.size = size }
    }

    /// As the plan wants it again.
    mutating func endPace(now: UInt64) {
        if rate != plan.ratePerSecond { setRate(plan.ratePerSecond, now: now) }
        size = plan.size
    }

    private mutating func setRate(_ rate: Double?, now: UInt64) {
        self.rate = rate
        anchor = (max(now, startedAt), sent)
        scheduleShift = 0
        if !pauses.isEmpty { pausedAt = now }
    }
}
