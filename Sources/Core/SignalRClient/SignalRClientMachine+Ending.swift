extension SignalRClientMachine {
    /// The socket ended.
    package mutating func socketEnded(why: String, now: UInt64) -> [SignalRClientAction] {
        switch state {
        case .connected(let negotiation, _):
            lose(negotiation, .lost, why: why, closing: .abruptly, now: now)
        default: attemptFailed(why: why, now: now)
        }
    }

    /// ``deadline`` is over.
    package mutating func deadlinePassed(now: UInt64) -> [SignalRClientAction] {
        guard let deadline, deadline <= now else { return [] }
        switch state {
        case .disconnected, .queued: return []
        case .pausing:
            guard awayUntil <= now else {
                state = .pausing(until: awayUntil)
                return []
            }
            state = .queued
            return [.awaitTurn]
        case .negotiating: return attemptFailed(why: "negotiate was not answered in time", now: now)
        case .opening: return attemptFailed(why: "the WebSocket was not opened in time", now: now)
        case .initializing: return attemptFailed(why: "S:1 did not come in time", now: now)
        case .starting: return attemptFailed(why: "start was not answered in time", now: now)
        case .connected(let negotiation, _): return check(negotiation, now: now)
        case .reconnecting(let negotiation, let giveUpAt, let attempt):
            if giveUpAt <= now { return giveUp(now: now) }
            if case .opening = attempt {
                return attemptFailed(why: "the WebSocket was not opened in time", now: now)
            }
            return tryReconnect(negotiation, giveUpAt: giveUpAt, now: now)
        }
    }

    /// The keep-alive watch, the sleep guard and the limit of hub calls.
    private mutating func check(_ negotiation: SignalRNegotiation, now: UInt64) -> [SignalRClientAction] {
        let slept = now - lastCheck
        lastCheck = now
        if slept > negotiation.sleepGuard {
            // The original stops here, without a try to resume.
            return [
                .abandon(.abruptly), .report(.disconnected(.silent, why: "the client slept \(slept / 1_000_000) ms")),
            ]
                + endCalls(why: "the client slept") + endLife(now: now)
        }
        let silence = now - min(now, lastActivity)
        if let timeout = negotiation.keepAliveTimeout, silence >= timeout {
            return lose(negotiation, .silent, why: "silent for \(silence / 1_000_000) ms", closing: .abruptly, now: now)
        }
        state = .connected(negotiation, checkAt: now + negotiation.checkInterval)
        return calls.takeExpired(now: now).map {
            .callEnded(ticket: $0, .failed(.info, why: "not answered in time"))
        }
    }

    /// Connected no more.
    mutating func lose(
        _ negotiation: SignalRNegotiation,
        _ reason: DisconnectReason,
        why: String,
        closing: SignalRClosing,
        now: UInt64
    ) -> [SignalRClientAction] {
        var actions: [SignalRClientAction] = [.abandon(closing), .report(.disconnected(reason, why: why))]
        let ended = endCalls(why: "connection lost before the answer")
        if reason == .refused || reason == .told || options.reconnect != .resume {
            return actions + ended + endLife(now: now)
        }
        let giveUpAt = now + negotiation.disconnectTimeout
        if awayUntil > now {
            state = .reconnecting(negotiation, giveUpAt: giveUpAt, .waiting(until: awayUntil))
            return actions + ended
        }
        actions += ended
        return actions + tryReconnect(negotiation, giveUpAt: giveUpAt, now: now)
    }

    private mutating func tryReconnect(
        _ negotiation: SignalRNegotiation,
        giveUpAt: UInt64,
        now: UInt64
    ) -> [SignalRClientAction] {
        guard awayUntil <= now else {
            state = .reconnecting(negotiation, giveUpAt: giveUpAt, .waiting(until: awayUntil))
            return []
        }
        let until = now + negotiation.transportConnectTimeout
        state = .reconnecting(negotiation, giveUpAt: giveUpAt, .opening(until: until))
        let path = url.reconnect(negotiation, cursor: cursor, groupsToken: groupsToken)
        return [.open(path: path, atNextNode: true)]
    }

    private mutating func giveUp(now: UInt64) -> [SignalRClientAction] {
        [.abandon(.abruptly)] + endLife(now: now)
    }

    /// This life is over; another one follows if the policy wants it.
    private mutating func endLife(now: UInt64) -> [SignalRClientAction] {
        cursor.removeAll(keepingCapacity: true)
        groupsToken.removeAll(keepingCapacity: true)
        guard options.reconnect != .never else {
            state = .disconnected
            return [.report(.lifeEnded(returns: false))]
        }
        return [.report(.lifeEnded(returns: true))] + beginLife(now: now)
    }
}
