import Core

extension ClientFleet {
    /// Waits for these sentinels at every client that is entitled to them.
    func settle(_ sentinels: [SentinelResult]) {
        phase.settling = true
        progress.awaited = 0
        // One that failed comes to nobody, one whose outcome is unknown may never come.
        let sure = sentinels.filter { $0.outcome == .ok && Int($0.audience) < audiences.count }
        for member in members {
            member.awaited = sure.filter { isEntitled(member, to: $0) && !member.hasSeen($0.publisher, $0.sequence) }
            progress.awaited += member.awaited.count
        }
        touch()
        readEnded()
    }

    /// Whether the client was in the audience before the sentinel was sent, and still is. One that is reconnecting is:
    /// its life may go on.
    private func isEntitled(_ member: FleetMember, to sentinel: SentinelResult) -> Bool {
        guard let since = member.lifeSince, since <= sentinel.invokedAt else { return false }
        switch audiences[Int(sentinel.audience)] {
        case .all: return true
        case .app(let name): return member.plan.app == name
        case .user(let name): return member.plan.user == name
        case .group:
            guard let since = member.membership.confirmedSince(sentinel.audience) else { return false }
            return since <= sentinel.invokedAt
        }
    }

    func sawAwaited(_ member: FleetMember, _ fields: MessageFields) {
        let before = member.awaited.count
        member.awaited.removeAll { $0.publisher == fields.publisher && $0.sequence == fields.sequence }
        progress.awaited -= before - member.awaited.count
        touch()
    }

    /// What a client did not see in a life that is over, it will never see.
    func lifeEnded(_ member: FleetMember) {
        progress.awaited -= member.awaited.count
        member.awaited.removeAll()
        touch()
    }

    /// The time to draw conclusions, after everything that came at once was looked at.
    func readEnded() {
        if phase.settling, progress.awaited == 0 {
            phase.settling = false
            tell(.settled)
        }
        checkFinished()
    }

    func probe(withinMilliseconds: Int) {
        probeTimeIsUp()
        phase.probing = true
        phase.alive = 0
        phase.unanswered = 0
        probeTimer?.set(to: now() + UInt64(max(0, withinMilliseconds)) * 1_000_000)
        // A client that is gone for good has no connection that could answer.
        for member in members where !member.isGone {
            member.probing = .wanted
            phase.unanswered += 1
        }
        for member in members {
            member.probe()
            member.session?.flush()
        }
        checkProbed()
    }

    func probeEnded(_ member: FleetMember, answered: Bool, time: UInt64) {
        guard answered else {
            // Asked again on the next connection.
            if member.probing == .asked { member.probing = .wanted }
            return
        }
        record(.alive, member.subject, time: time)
        if member.probing != .none { phase.alive += 1 }
        endProbe(of: member)
    }

    /// It answered, or never will.
    func endProbe(of member: FleetMember) {
        guard member.probing != .none else { return }
        member.probing = .none
        phase.unanswered -= 1
        checkProbed()
    }

    private func checkProbed() {
        if phase.probing, phase.unanswered == 0 { probeTimeIsUp() }
    }

    func probeTimeIsUp() {
        guard phase.probing else { return }
        phase.probing = false
        probeTimer?.set(to: nil)
        let silent = members.filter { $0.probing != .none }
        for member in silent { member.probing = .none }
        tell(.probed(alive: phase.alive, silent: silent.map(\.plan.client)))
    }
}
