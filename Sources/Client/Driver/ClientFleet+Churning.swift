import Core

extension ClientFleet {
    func churn(_ clients: [ClientID], _ group: AudienceNumber?, periodMilliseconds: Int, _ fault: Int) {
        var indices = positions(of: clients)
        if group != nil { indices.removeAll { members[$0].isGone } }
        guard !indices.isEmpty else { return }
        var random = SeededGenerator(seed: seed, purpose: "churn of fault \(fault)")
        indices.shuffle(using: &random)
        let period = UInt64(max(2, periodMilliseconds)) * 1_000_000
        let start = now()
        let turns = indices.enumerated().map { place, index in
            ChurnTracker.Turn(
                member: index,
                wasIn: group.map { members[index].membership.isWanted($0) } ?? !members[index].isGone,
                nextAt: start + period / UInt64(indices.count) * UInt64(place)
            )
        }
        var churn = ChurnTracker(fault: fault, group: group, half: period / 2, turns: turns)
        churn.timer = LoopTimer(on: eventLoop) { [unowned self] in turn(fault) }
        churns[fault] = churn
        effects[fault]?.isUnderWay = true
        churn.timer?.set(to: start)
    }

    /// Every client goes back to where it was.
    func endChurn(_ fault: Int) {
        guard churns[fault] != nil else { return checkEffect(fault) }
        churns[fault]?.isEnding = true
        turn(fault)
    }

    /// Looks at what is under way, and begins what is due.
    private func turn(_ fault: Int) {
        guard var churn = churns[fault], !phase.stopping else { return }
        let now = now()
        for index in churn.turns.indices {
            look(at: index, in: &churn)
            let turn = churn.turns[index]
            let isDue = churn.isEnding ? turn.isTurned : turn.nextAt <= now && turn.isSeen
            guard isDue else { continue }
            churn.turns[index].isTurned.toggle()
            churn.turns[index].isSeen = false
            churn.turns[index].nextAt = max(turn.nextAt + churn.half, now)
            // Stored first: what it causes may come back here.
            put(members[turn.member], isIn: churn.turns[index].isTurned != turn.wasIn, churn)
        }
        churns[fault] = churn
        if churn.isApplied, effects[fault]?.stage == .applying {
            effects[fault]?.isUnderWay = false
            effects[fault]?.count = churn.turns.count
            checkEffect(fault)
        }
        guard churn.isEnding, churn.turns.allSatisfy({ !$0.isTurned && $0.isSeen }) else {
            churn.timer?.set(to: churn.next(now: now))
            return
        }
        churns[fault] = nil
        churn.timer?.set(to: nil)
        effects[fault]?.stage = .restoring
        effects[fault]?.isUnderWay = false
        effects[fault]?.count = churn.cycles
        checkEffect(fault)
    }

    private func look(at index: Int, in churn: inout ChurnTracker) {
        let turn = churn.turns[index]
        guard !turn.isSeen else { return }
        let member = members[turn.member]
        let isIn = turn.isTurned != turn.wasIn
        let isThere =
            if let group = churn.group { member.isGone || member.membership.isSettled(group) } else {
                isIn ? member.isConnected && member.membership.isSettled : member.isGone
            }
        guard isThere else { return }
        churn.turns[index].isSeen = true
        if turn.isTurned { churn.isApplied = true } else { churn.cycles += 1 }
    }

    private func put(_ member: FleetMember, isIn: Bool, _ churn: ChurnTracker) {
        if let group = churn.group {
            _ = member.membership.want(group, isIn)
            member.askForGroups()
        } else if isIn {
            comeBack(member)
        } else {
            depart(member, returns: true, churn.fault)
        }
        member.session?.flush()
    }
}
