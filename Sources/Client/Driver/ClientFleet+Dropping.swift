import Core

/// The clients of one drop that have yet to return.
struct DropTracker {
    let fault: Int
    var away: Set<ClientID>
    var returned = 0
}

extension ClientFleet {
    func drop(fault: Int, clients: [ClientID], manner: DropManner, awayMilliseconds: Int) {
        let until = now() + UInt64(max(0, awayMilliseconds)) * 1_000_000
        var cut: [FleetMember] = []
        // Entered before the cut, which may tell at once that a client will not return.
        drops.append(DropTracker(fault: fault, away: []))
        let position = drops.count - 1
        for client in clients {
            guard let index = memberIndex[client] else { continue }
            if members[index].isConnected { drops[position].away.insert(client) }
            if members[index].session?.cut(manner, awayUntil: until) == true { cut.append(members[index]) }
        }
        tell(.dropped(fault: fault, count: cut.count))
        tellReturned()
    }

    func memberReturned(_ member: FleetMember, connected: Bool) {
        for index in drops.indices {
            guard drops[index].away.remove(member.plan.client) != nil else { continue }
            if connected { drops[index].returned += 1 }
        }
        if !connected { return }
        tellReturned()
    }

    func tellReturned() {
        let complete = drops.filter(\.away.isEmpty)
        guard !complete.isEmpty else { return }
        drops.removeAll(where: \.away.isEmpty)
        for drop in complete { tell(.returned(fault: drop.fault, count: drop.returned)) }
    }
}
