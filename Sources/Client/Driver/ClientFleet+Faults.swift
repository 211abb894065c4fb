import Core

// What faults do to the clients and publishers of this process.
extension ClientFleet {
    func act(_ fault: Int, _ action: ClientAction) {
        guard effects[fault] == nil, churns[fault] == nil else { return }
        effects[fault] = FaultEffect(fault, action)
        switch action {
        case .drop(let order): drop(order, fault)
        case .freeze(let clients): freeze(clients, fault)
        case .join(let clients, let group): change(clients, group, isWanted: true, fault)
        case .leave(let clients, let group): change(clients, group, isWanted: false, fault)
        case .churn(let clients, let group, let periodMilliseconds):
            churn(clients, group, periodMilliseconds: periodMilliseconds, fault)
        case .close(let clients, let returns): close(clients, returns: returns, fault)
        case .open(let clients, let node): open(clients, at: node, fault)
        case .burst(let bursts, let size, let audience): burst(bursts, size: size, audience: audience, fault)
        case .pause(let publishers): pause(publishers, fault)
        case .pace(let publishers, let rate, let size): pace(publishers, ratePerSecond: rate, size: size, fault)
        }
        flushTouched(by: fault)
        checkEffect(fault)
    }

    func undo(_ fault: Int) {
        guard let effect = effects[fault], effect.stage != .restoring else { return }
        effects[fault]?.stage = .restoring
        switch effect.action {
        case .drop, .open, .burst: break
        case .freeze: thaw(effect)
        case .join(_, let group): changeBack(effect, group, isWanted: false)
        case .leave(_, let group): changeBack(effect, group, isWanted: true)
        case .churn: return endChurn(fault)
        case .close: reopen(effect)
        case .pause: resume(effect)
        case .pace: endPace(effect)
        }
        flushTouched(by: fault)
        checkEffect(fault)
    }

    private func flushTouched(by fault: Int) {
        for index in effects[fault]?.touched ?? [] { members[index].session?.flush() }
    }

    /// Positions of those of these clients that are in this process.
    func positions(of clients: [ClientID]) -> [Int] { clients.compactMap { memberIndex[$0] } }

    /// Positions of those of these publishers that are in this process.
    func positions(of wanted: [PublisherID]) -> [Int] {
        let wanted = Set(wanted)
        return publishers.indices.filter { wanted.contains(publishers[$0].machine.plan.publisher) }
    }

    /// Something became of a client that a fault may wait for.
    func changed(_ member: FleetMember) {
        for (fault, effect) in effects where effect.waiting.contains(member.index) {
            guard isThere(member, effect) else { continue }
            effects[fault]?.waiting.remove(member.index)
            if !member.isGone { effects[fault]?.count += 1 }
            checkEffect(fault)
        }
    }

    /// Whether the client is where the fault, or its end, wants it; or never will be.
    private func isThere(_ member: FleetMember, _ effect: FaultEffect) -> Bool {
        if member.isGone { return true }
        switch effect.action {
        case .drop: return member.isConnected
        case .freeze: return false
        case .join(_, let group), .leave(_, let group): return member.membership.isSettled(group)
        case .close, .open: return member.isConnected && member.membership.isSettled
        case .churn, .burst, .pause, .pace: return true
        }
    }

    /// Tells what a fault has come to, once nothing of it is awaited.
    func checkEffect(_ fault: Int) {
        guard let effect = effects[fault], effect.isComplete else { return }
        switch effect.stage {
        case .applying:
            effects[fault]?.stage = .applied
            effects[fault]?.count = 0
            if !effect.action.canBeUndone { effects[fault] = nil }
            tell(.applied(fault: fault, count: effect.count))
        case .applied: break
        case .restoring:
            effects[fault] = nil
            tell(.restored(fault: fault, count: effect.count))
        }
    }
}

extension ClientAction {
    /// The others are over with their effect.
    fileprivate var canBeUndone: Bool {
        switch self {
        case .open, .burst: false
        case .drop, .freeze, .join, .leave, .churn, .close, .pause, .pace: true
        }
    }
}
