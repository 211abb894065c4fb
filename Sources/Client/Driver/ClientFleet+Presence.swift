import Core

extension ClientFleet {
    func close(_ clients: [ClientID], returns: Bool, _ fault: Int) {
        for index in positions(of: clients) where !members[index].isGone {
            effects[fault]?.touched.append(index)
            depart(members[index], returns: returns, fault)
            effects[fault]?.count += 1
        }
    }

    func reopen(_ effect: FaultEffect) {
        effects[effect.fault]?.count = 0
        for index in effect.touched where members[index].isGone { letIn(members[index], effect.fault) }
    }

    /// Lets in who is closed, late or gone; for others there is nothing to do.
    func open(_ clients: [ClientID], at node: NodeID?, _ fault: Int) {
        for index in positions(of: clients) where members[index].isGone {
            if let node { members[index].ring.course = .to(node) }
            letIn(members[index], fault)
        }
    }

    private func letIn(_ member: FleetMember, _ fault: Int) {
        effects[fault]?.touched.append(member.index)
        effects[fault]?.waiting.insert(member.index)
        comeBack(member)
    }

    /// The connection ends in good order. With `returns` the publishers of the client wait.
    func depart(_ member: FleetMember, returns: Bool, _ fault: Int) {
        guard !member.isGone else { return }
        member.returns = returns
        if returns {
            let now = now()
            for publisher in member.publishers { publishers[publisher].machine.pause(fault, now: now) }
        }
        member.session?.depart()
        // One without a life has nothing to tell of its end.
        member.goAway()
        for publisher in member.publishers { drive(publisher) }
    }

    func comeBack(_ member: FleetMember) {
        guard member.isGone else { return }
        member.isGone = false
        member.link = .away
        member.returns = false
        progress.gone -= 1
        let now = now()
        for publisher in member.publishers {
            goOn(publisher)
            for pause in publishers[publisher].machine.pauses where isPresence(pause) {
                publishers[publisher].machine.resume(pause, now: now)
            }
        }
        touch()
        member.session?.connect()
    }

    /// A pause that a closed client has brought about, and not a fault on the traffic.
    private func isPresence(_ fault: Int) -> Bool {
        switch effects[fault]?.action {
        case .pause: false
        default: true
        }
    }
}
