import Core

extension ClientFleet {
    func burst(_ bursts: [PublisherBurst], size: Int?, audience: AudienceNumber?, _ fault: Int) {
        var counts: [PublisherID: Int] = [:]
        for burst in bursts { counts[burst.publisher] = burst.count }
        let indices = positions(of: bursts.map(\.publisher))
        effects[fault]?.waitingPublishers = Set(indices)
        for index in indices {
            let count = counts[publishers[index].machine.plan.publisher] ?? 0
            publishers[index].machine.burst(count, size: size, audience: audience, fault: fault)
            goOn(index)
            if carrier(of: index).link == .gone { publishers[index].machine.dropBursts() }
            drive(index)
            flush(index)
            tellBursts(of: index)
        }
    }

    /// A publisher that had nothing more to do has.
    func goOn(_ index: Int) {
        guard publishers[index].hasEnded, phase.publishing else { return }
        publishers[index].hasEnded = false
        unfinished += 1
    }

    /// Every message of a burst has its outcome.
    func tellBursts(of index: Int) {
        for (fault, sent) in publishers[index].machine.takeEndedBursts() {
            effects[fault]?.waitingPublishers.remove(index)
            effects[fault]?.count += sent
            checkEffect(fault)
        }
    }

    func pause(_ wanted: [PublisherID], _ fault: Int) {
        let now = now()
        for index in positions(of: wanted) {
            publishers[index].machine.pause(fault, now: now)
            effects[fault]?.count += 1
        }
    }

    func resume(_ effect: FaultEffect) {
        guard case .pause(let wanted) = effect.action else { return }
        let now = now()
        for index in positions(of: wanted) { publishers[index].machine.resume(effect.fault, now: now) }
        driveAll()
    }

    func pace(_ wanted: [PublisherID], ratePerSecond: Double?, size: Int?, _ fault: Int) {
        let now = now()
        for index in positions(of: wanted) {
            publishers[index].machine.pace(ratePerSecond: ratePerSecond, size: size, now: now)
            effects[fault]?.count += 1
        }
        driveAll()
    }

    func endPace(_ effect: FaultEffect) {
        guard case .pace(let wanted, _, _) = effect.action else { return }
        let now = now()
        for index in positions(of: wanted) { publishers[index].machine.endPace(now: now) }
        driveAll()
    }

    func reportWatched() {
        for publisher in watched.publishers { counts.published[publisher] = 0 }
        for index in positions(of: watched.publishers) {
            counts.published[publishers[index].machine.plan.publisher] = publishers[index].machine.invoked
        }
        for group in watched.groups {
            guard let audience = audiences.firstIndex(of: .group(group)) else { continue }
            let number = AudienceNumber(audience)
            counts.joined[group] = members.count { $0.membership.confirmedSince(number) != nil }
        }
        progress.watched = counts
    }
}
