import Core

extension ClientFleet {
    func freeze(_ clients: [ClientID], _ fault: Int) {
        for index in positions(of: clients) where members[index].session?.freeze() == true {
            effects[fault]?.touched.append(index)
            effects[fault]?.count += 1
        }
    }

    /// Each is asked for an answer: it lies behind all that has piled up, so it shows that the client reads again.
    func thaw(_ effect: FaultEffect) {
        for index in effect.touched {
            let member = members[index]
            member.session?.thaw()
            guard member.isConnected, member.session?.probe(ticket: .thaw) == true else { continue }
            effects[effect.fault]?.waiting.insert(index)
        }
        effects[effect.fault]?.count = effect.touched.count
    }

    /// It has read what was held back, or its connection is known to be lost.
    func thawed(_ member: FleetMember) {
        for (fault, effect) in effects where effect.stage == .restoring && effect.waiting.contains(member.index) {
            guard case .freeze = effect.action else { continue }
            effects[fault]?.waiting.remove(member.index)
            checkEffect(fault)
        }
    }
}
