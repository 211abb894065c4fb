import Core
import Stream

// Publishers with sessions: their ``Publisher`` sends a message until its outcome is certain, on any node; for the machine and for
// the record that is one attempt.
extension ClientFleet {
    /// Pause before what was refused for now, or not answered, is sent again. Nanoseconds.
    static let sessionPause: UInt64 = 100_000_000

    /// Takes an attempt; what it brings about is done.
    func append(_ attempt: PublisherMachine.Attempt, _ index: Int) {
        guard carrier(of: index).link != .gone else {
            let sequence = attempt.sequence
            return publishEnded(index, sequence, .fail, why: "not connected", link: .gone, isFinal: true, time: now())
        }
        let target = Target(["\(attempt.audience)"])
        publishers[index].session?.publish(UInt64(attempt.sequence), .message(target, payload: attempt.payload))
        perform(index)
    }

    /// Another client carries it from now on.
    func carrierChanged(_ index: Int) {
        guard publishers[index].session != nil else { return }
        publishers[index].session?.connectionLost()
        if carrier(of: index).isConnected { publishers[index].session?.connected() }
        perform(index)
    }

    func carrierConnected(_ member: FleetMember) {
        for index in member.publishers where publishers[index].session != nil {
            publishers[index].session?.connected()
            perform(index)
        }
    }

    func carrierLost(_ member: FleetMember) {
        for index in member.publishers where publishers[index].session != nil {
            publishers[index].session?.connectionLost()
            perform(index)
        }
    }

    func sessionOpened(_ index: Int, _ text: String) {
        guard let session = PublisherSession(text: text) else {
            return sessionNotOpened(index, why: "the node opened no session: \(text.prefix(64))")
        }
        publishers[index].session?.opened(session)
        perform(index)
    }

    func sessionNotOpened(_ index: Int, why: String) {
        publishers[index].trouble = why
        publishers[index].session?.openFailed()
        perform(index)
    }

    func appendAnswered(_ index: Int, _ ticket: UInt32, _ text: String, time: UInt64) {
        guard let answer = AppendAnswer(text: text) else {
            return appendFailed(index, ticket, why: "the node answered an append with: \(text.prefix(64))")
        }
        if case .acknowledged = answer {} else { publishers[index].trouble = "answered with \(text)" }
        publishers[index].session?.answered(UInt64(ticket), answer)
        perform(index, time: time)
    }

    /// There is no answer, so nobody knows whether it had an effect.
    func appendFailed(_ index: Int, _ ticket: UInt32, why: String) {
        publishers[index].trouble = why
        publishers[index].session?.failed(UInt64(ticket))
        perform(index)
    }

    func sessionTick(_ index: Int) {
        publishers[index].session?.tick()
        perform(index)
        drive(index)
        flush(index)
        readEnded()
    }

    /// What has no outcome by now never will have one here.
    func giveUpSession(_ index: Int, why: String) {
        for (message, mayHaveEffect) in publishers[index].session?.giveUp() ?? [] {
            publishEnded(
                index,
                UInt32(truncatingIfNeeded: message),
                mayHaveEffect ? .info : .fail,
                why: why,
                link: .gone,
                isFinal: true,
                time: now()
            )
        }
    }

    /// Does what the session wants done, until it wants nothing.
    private func perform(_ index: Int, time: UInt64? = nil) {
        while !isOver, let effects = publishers[index].session?.takeEffects(), !effects.isEmpty {
            for effect in effects { perform(effect, index, time: time ?? now()) }
        }
        holdSession(index)
    }

    private func perform(_ effect: PublisherEffect, _ index: Int, time: UInt64) {
        let session = carrier(of: index).session
        switch effect {
        case .open:
            if session?.openSession(ticket: .open(publisher: index)) != true {
                publishers[index].session?.openFailed()
            }
        case .send(let ticket, let request):
            guard case .message(let target, let payload) = request.content,
                let audience = target.addresses.first.flatMap({ AudienceNumber($0) })
            else { preconditionFailure("a client publishes messages to one audience") }
            let isSent = session?.append(
                payload,
                to: audience,
                in: request.session,
                sequence: request.sequence,
                ticket: .append(publisher: index, attempt: UInt32(truncatingIfNeeded: ticket))
            )
            if isSent != true { publishers[index].session?.failed(ticket) }
        case .acknowledged(let message, _): end(message, .ok, why: "", index, time: time)
        case .unknown(let message, _): end(message, .info, why: "its session was lost", index, time: time)
        }
    }

    private func end(_ message: UInt64, _ outcome: Outcome, why: String, _ index: Int, time: UInt64) {
        publishEnded(
            index,
            UInt32(truncatingIfNeeded: message),
            outcome,
            why: why,
            link: carrier(of: index).link,
            isFinal: true,
            time: time
        )
    }

    private func holdSession(_ index: Int) {
        guard publishers[index].session?.isHeld == true, !isOver else {
            publishers[index].sessionTimer.set(to: nil)
            return
        }
        if !publishers[index].sessionTimer.isSet {
            publishers[index].sessionTimer.set(to: now() + Self.sessionPause)
        }
    }
}
