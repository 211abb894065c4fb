import Core

extension ClientFleet {
    /// Cuts at once, or one after the other over the time of the order.
    func drop(_ order: ClientDropOrder, _ fault: Int) {
        var rest = positions(of: order.clients)
        guard order.spreadMilliseconds > 0, rest.count > 1 else {
            for index in rest { cut(members[index], order, fault) }
            return cutAll(fault)
        }
        var random = SeededGenerator(seed: seed, purpose: "spread of fault \(fault)")
        rest.shuffle(using: &random)
        let start = now()
        let step = UInt64(order.spreadMilliseconds) * 1_000_000 / UInt64(rest.count)
        var next = 0
        let timer = LoopTimer(on: eventLoop) { [unowned self] in
            while next < rest.count, start + UInt64(next) * step <= now() {
                cut(members[rest[next]], order, fault)
                next += 1
            }
            if next < rest.count { effects[fault]?.timer?.set(to: start + UInt64(next) * step) } else { cutAll(fault) }
        }
        effects[fault]?.isUnderWay = true
        effects[fault]?.timer = timer
        timer.set(to: start)
    }

    private func cut(_ member: FleetMember, _ order: ClientDropOrder, _ fault: Int) {
        let wasConnected = member.isConnected
        if wasConnected {
            // Entered before the cut, which may tell at once that the client will not return.
            effects[fault]?.touched.append(member.index)
            member.ring.course = course(order.returning, from: member.node)
        }
        let until = now() + UInt64(max(0, order.awayMilliseconds)) * 1_000_000
        if member.session?.cut(order.manner, awayUntil: until) == true { effects[fault]?.count += 1 }
    }

    private func course(_ returning: ClientReturn, from node: NodeID?) -> NodeRing.Course? {
        switch returning {
        case .placed: nil
        case .same: node.map { .to($0) }
        case .next: .onward
        case .random: .random
        }
    }

    /// The effect is seen, and the return of everyone begins to be awaited.
    private func cutAll(_ fault: Int) {
        guard let effect = effects[fault] else { return }
        effects[fault]?.isUnderWay = false
        checkEffect(fault)
        effects[fault]?.stage = .restoring
        let waiting = effect.touched.filter { !members[$0].isConnected && !members[$0].isGone }
        effects[fault]?.waiting = Set(waiting)
        effects[fault]?.count = effect.touched.count { members[$0].isConnected }
        checkEffect(fault)
    }
}
