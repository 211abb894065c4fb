extension SignalRClientMachine {
    /// Forgets everything of the last life and asks for a turn, at once or after a pause.
    mutating func beginLife(now: UInt64) -> [SignalRClientAction] {
        cursor.removeAll(keepingCapacity: true)
        groupsToken.removeAll(keepingCapacity: true)
        early.removeAll()
        failures = 0
        guard awayUntil <= now else {
            state = .pausing(until: awayUntil)
            return []
        }
        state = .queued
        return [.awaitTurn]
    }

    /// The turn that ``SignalRClientAction/awaitTurn`` asked for has come.
    package mutating func turnTaken(now: UInt64) -> [SignalRClientAction] {
        guard state == .queued else { return [] }
        state = .negotiating(until: now + SignalRClientOptions.stepTimeout)
        return [.negotiate(path: url.negotiate())]
    }

    /// Negotiate was answered with status 200 and this body.
    package mutating func negotiated(_ body: some Collection<UInt8>, now: UInt64) -> [SignalRClientAction] {
        guard case .negotiating = state else { return [] }
        do throws(SignalRNegotiationError) {
            let negotiation = try SignalRNegotiation(parsing: body)
            state = .opening(negotiation, until: now + negotiation.transportConnectTimeout)
            return [.open(path: url.connect(negotiation), atNextNode: false)]
        } catch {
            return attemptFailed(why: error.description, now: now)
        }
    }

    /// The WebSocket is open.
    package mutating func opened(now: UInt64) -> [SignalRClientAction] {
        switch state {
        case .opening(let negotiation, let until):
            // One limit for the socket and S:1 together.
            state = .initializing(negotiation, until: until)
            return []
        case .reconnecting(let negotiation, _, .opening):
            // Not upon data: the server sends no init on a reconnect.
            return becomeConnected(negotiation, .resumed, now: now)
        default: return []
        }
    }

    /// `S:1` came.
    mutating func initialized() -> [SignalRClientAction] {
        guard case .initializing(let negotiation, _) = state else { return [] }
        state = .starting(negotiation, until: lastActivity + SignalRClientOptions.stepTimeout)
        return [.start(path: url.start(negotiation))]
    }

    /// `/start` was answered with status 200.
    package mutating func startAnswered(now: UInt64) -> [SignalRClientAction] {
        guard case .starting(let negotiation, _) = state else { return [] }
        return becomeConnected(negotiation, .fresh, now: now)
    }

    /// A request was refused or broke, or the socket could not be opened.
    package mutating func attemptFailed(why: String, now: UInt64) -> [SignalRClientAction] {
        switch state {
        case .negotiating, .opening, .initializing, .starting:
            early.removeAll()
            cursor.removeAll(keepingCapacity: true)
            groupsToken.removeAll(keepingCapacity: true)
            state = .pausing(until: max(awayUntil, now + freshPause()))
            return [.abandon(.abruptly), .report(.attemptFailed(why: why))]
        case .reconnecting(let negotiation, let giveUpAt, .opening):
            let next = max(awayUntil, now + SignalRClientOptions.reconnectPause)
            state = .reconnecting(negotiation, giveUpAt: giveUpAt, .waiting(until: next))
            return [.abandon(.abruptly), .report(.attemptFailed(why: why))]
        default: return []
        }
    }

    private mutating func becomeConnected(
        _ negotiation: SignalRNegotiation,
        _ start: ConnectionStart,
        now: UInt64
    ) -> [SignalRClientAction] {
        lastActivity = now
        lastCheck = now
        failures = 0
        state = .connected(negotiation, checkAt: now + negotiation.checkInterval)
        defer { early.removeAll() }
        return [.report(.connected(start))] + early
    }

    /// The first attempt after a failed one comes soon: it goes to another node, or the node is just starting.
    private mutating func freshPause() -> UInt64 {
        let pause = SignalRClientOptions.freshPause << UInt64(min(failures, 10))
        failures += 1
        return min(pause, SignalRClientOptions.reconnectPause)
    }
}
