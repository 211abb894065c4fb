import Core

extension ClientFleet {
    func start() {
        guard !phase.publishing else { return }
        phase.publishing = true
        unfinished = publishers.count
        let now = now()
        for index in publishers.indices { publishers[index].machine.start(now: now) }
        if publishers.isEmpty { tell(.trafficDone) }
        driveAll()
    }

    /// What is under way may end; then the sentinels go out.
    func finish(withinMilliseconds: Int) {
        guard !phase.finishing else { return }
        phase.finishing = true
        finishTimer?.set(to: now() + UInt64(max(0, withinMilliseconds)) * 1_000_000)
        for index in publishers.indices { publishers[index].machine.finish() }
        moveStranded()
        driveAll()
        checkFinished()
    }

    /// The final messages of publishers whose client does not come back go over another connection of this process: nobody
    /// is to be without a sentinel because its sender was dropped.
    func moveStranded() {
        for index in publishers.indices where carrier(of: index).isGone {
            guard let other = members.first(where: \.isConnected) else { return }
            members[publishers[index].carrier].publishers.removeAll { $0 == index }
            publishers[index].carrier = other.index
            other.publishers.append(index)
            carrierChanged(index)
            drive(index)
            flush(index)
        }
    }

    /// The client of this publisher will not come back, and nobody takes its place.
    func strand(_ index: Int) {
        giveUpSession(index, why: "the client is gone")
        publishers[index].machine.linkIsGone()
        tellBursts(of: index)
    }

    func driveAll() {
        for index in publishers.indices {
            drive(index)
            flush(index)
        }
        readEnded()
    }

    func carrier(of index: Int) -> FleetMember {
        members[publishers[index].carrier]
    }

    func flush(_ index: Int) {
        carrier(of: index).session?.flush()
    }

    /// Sends all that this publisher may send now; the bytes leave with the next flush of its client.
    func drive(_ index: Int) {
        let member = carrier(of: index)
        while !isOver {
            let now = now()
            switch publishers[index].machine.step(now: now, link: member.link) {
            case .attempt(let attempt): send(attempt, index, member, now: now)
            case .wait(let time):
                publishers[index].timer.set(to: time)
                return checkEnd(of: index, link: member.link)
            }
        }
    }

    private func send(_ attempt: PublisherMachine.Attempt, _ index: Int, _ member: FleetMember, now: UInt64) {
        recordInvoked(attempt, index, member, now: now)
        touch()
        if publishers[index].usesSession(attempt) { return append(attempt, index) }
        let ticket = CallTicket.publish(publisher: index, sequence: attempt.sequence)
        if member.isConnected, member.session?.publish(attempt.payload, to: attempt.audience, ticket: ticket) == true {
            return
        }
        // Rejected, not queued, as by the original while it reconnects (reference signalr2, section 10, row 28).
        publishEnded(index, attempt.sequence, .fail, why: "not connected", link: member.link, time: self.now())
    }

    /// An attempt ended; whoever calls lets the publisher go on.
    func publishEnded(
        _ index: Int,
        _ sequence: UInt32,
        _ outcome: Outcome,
        why: String,
        link: PublisherMachine.Link,
        isFinal: Bool = false,
        time: UInt64
    ) {
        guard let attempt = publishers[index].machine.underWay(sequence) else { return }
        append(
            HistoryRecord(
                .publishEnded,
                subject: publishers[index].machine.plan.client.number,
                time: time,
                flags: outcome.rawValue,
                detail: UInt16(clamping: attempt.number),
                publisher: publishers[index].machine.plan.publisher.number,
                sequence: sequence,
                extra: why.isEmpty ? 0 : UInt64(history.note(why))
            )
        )
        publishers[index].machine.ended(sequence, outcome: outcome, link: link, isFinal: isFinal, now: time)
        if !publishers[index].machine.burstsEnded.isEmpty { tellBursts(of: index) }
        touch()
    }

    private func recordInvoked(
        _ attempt: PublisherMachine.Attempt,
        _ index: Int,
        _ member: FleetMember,
        now: UInt64
    ) {
        append(
            HistoryRecord(
                .publishInvoked,
                subject: member.subject,
                time: now,
                flags: attempt.isSentinel ? PublishFlags.sentinel.rawValue : 0,
                detail: UInt16(clamping: attempt.number),
                publisher: publishers[index].machine.plan.publisher.number,
                sequence: attempt.sequence,
                extra: UInt64(attempt.audience)
            )
        )
    }

    private func checkEnd(of index: Int, link: PublisherMachine.Link) {
        guard phase.publishing, !publishers[index].hasEnded, publishers[index].machine.hasEnded(link: link) else {
            return
        }
        publishers[index].hasEnded = true
        unfinished -= 1
        if unfinished == 0 { tell(.trafficDone) }
    }

    func checkFinished() {
        guard phase.finishing, publishers.allSatisfy({ $0.machine.stage == .done }) else { return }
        phase.finishing = false
        finishTimer?.set(to: nil)
        tell(.finished(publishers.flatMap(\.machine.sentinels)))
    }

    /// Whatever is not known by now stays unknown; what was not sent by now has failed.
    func finishTimeIsUp() {
        guard phase.finishing else { return }
        for index in publishers.indices where publishers[index].machine.stage != .done {
            let member = carrier(of: index)
            let plan = publishers[index].machine.plan
            let trouble = publishers[index].trouble
            let why =
                trouble.isEmpty
                ? "not answered before the end of traffic" : "not answered before the end of traffic; \(trouble)"
            giveUpSession(index, why: why)
            for attempt in publishers[index].machine.giveUp() {
                append(
                    HistoryRecord(
                        .publishEnded,
                        subject: member.subject,
                        time: now(),
                        flags: Outcome.info.rawValue,
                        detail: UInt16(clamping: attempt.number),
                        publisher: plan.publisher.number,
                        sequence: attempt.sequence,
                        extra: UInt64(history.note(why))
                    )
                )
            }
            while let attempt = publishers[index].machine.unsentSentinel(now: now()) {
                recordInvoked(attempt, index, member, now: now())
                publishEnded(
                    index,
                    attempt.sequence,
                    .fail,
                    why: "not sent before the end of traffic",
                    link: .gone,
                    time: now()
                )
            }
        }
        checkFinished()
    }
}
