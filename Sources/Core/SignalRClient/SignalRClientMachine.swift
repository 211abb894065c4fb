/// One SignalR 2.4 client over WebSocket, without sockets and clocks: events in, actions out (reference signalr2,
/// sections 1 to 4 and 6).
///
/// The .NET client is the model, with one difference: the position in a reconnect is always the freshest. What the
/// original leaves to its application, namely to start again after giving up, is part of it here, as far as the
/// ``ReconnectPolicy`` wants it.
package struct SignalRClientMachine: Sendable {
    /// The states of reference signalr2, section 6.3, with the steps of Connecting apart.
    enum State: Hashable, Sendable {
        /// Not asked to connect, or over for good: nothing follows.
        case disconnected
        /// Before an attempt at a new life; then `queued`.
        case pausing(until: UInt64)
        /// Waits for its turn among those that connect; then `negotiating`.
        case queued
        /// Then `opening`.
        case negotiating(until: UInt64)
        /// The socket is being opened for `/connect`; then `initializing`.
        case opening(SignalRNegotiation, until: UInt64)
        /// Waits for `S:1`; then `starting`.
        case initializing(SignalRNegotiation, until: UInt64)
        /// Waits for the answer of `/start`; then `connected`.
        case starting(SignalRNegotiation, until: UInt64)
        /// Then `reconnecting`, `pausing` or `disconnected`.
        case connected(SignalRNegotiation, checkAt: UInt64)
        /// Then `connected`, or `pausing` once it gave up.
        case reconnecting(SignalRNegotiation, giveUpAt: UInt64, Attempt)
    }

    /// Where a reconnecting client is in its series.
    enum Attempt: Hashable, Sendable {
        case waiting(until: UInt64)
        case opening(until: UInt64)
    }

    let options: SignalRClientOptions
    let url: SignalRURL
    var state: State = .disconnected
    var calls = PendingCalls()
    /// Failed attempts at a new life since the last success.
    var failures = 0
    /// No attempt begins before this: the harness keeps the client away.
    var awayUntil: UInt64 = 0
    /// Frames with messages that came before the start was answered.
    var early: [SignalRClientAction] = []

    // Outside of the state, because every frame changes them: inside of it they would be copied each time.
    /// The cursor `C`, as it came; empty when there is none.
    package internal(set) var cursor: [UInt8] = []
    /// The groups token `G`, as it came; empty when there is none.
    package internal(set) var groupsToken: [UInt8] = []
    var lastActivity: UInt64 = 0
    var lastCheck: UInt64 = 0

    package init(_ options: SignalRClientOptions) {
        self.options = options
        url = SignalRURL(options)
    }

    /// The state is Connected: hub calls can be sent.
    package var isConnected: Bool {
        if case .connected = state { true } else { false }
    }

    /// The state is Reconnecting: this life may go on.
    package var isReconnecting: Bool {
        if case .reconnecting = state { true } else { false }
    }

    /// Over for good, or never begun.
    package var isDisconnected: Bool { state == .disconnected }

    /// When ``deadlinePassed(now:)`` is due; nil when the machine waits for something else.
    package var deadline: UInt64? {
        switch state {
        case .disconnected, .queued: nil
        case .pausing(let until), .negotiating(let until), .opening(_, let until), .initializing(_, let until),
            .starting(_, let until):
            until
        case .connected(_, let checkAt): checkAt
        case .reconnecting(_, let giveUpAt, .waiting(let until)), .reconnecting(_, let giveUpAt, .opening(let until)):
            min(giveUpAt, until)
        }
    }

    /// The user of the client wants it connected.
    package mutating func connect(now: UInt64) -> [SignalRClientAction] {
        guard state == .disconnected else { return [] }
        return beginLife(now: now)
    }

    /// Takes note of a hub call that is about to be sent. Nil when the state does not allow it or too many are
    /// unanswered: then nothing may be sent, and the call had no effect for certain (reference signalr2, section 6.3).
    package mutating func beginCall(ticket: UInt64, now: UInt64) -> UInt32? {
        guard isConnected, calls.count < SignalRClientOptions.callsMax else { return nil }
        return calls.add(ticket: ticket, deadline: now + SignalRClientOptions.callTimeout)
    }

    /// The harness cuts the connection. False when there is none; a client without one is still kept away.
    package mutating func drop(
        _ closing: SignalRClosing,
        awayUntil: UInt64,
        now: UInt64
    ) -> (had: Bool, actions: [SignalRClientAction]) {
        self.awayUntil = max(self.awayUntil, awayUntil)
        guard case .connected(let negotiation, _) = state else { return (false, []) }
        let actions = lose(negotiation, .dropped, why: "dropped by the harness", closing: closing, now: now)
        return (true, actions)
    }

    /// The client stood still for a while, which is to be no reason to give up its connection.
    package mutating func wokeUp(now: UInt64) {
        lastCheck = now
        lastActivity = now
    }

    /// The user of the client wants it disconnected, until ``connect(now:)``.
    package mutating func stop(
        _ reason: DisconnectReason = .closed,
        why: String = "stopped"
    ) -> [SignalRClientAction] {
        defer { state = .disconnected }
        switch state {
        case .disconnected: return []
        case .connected(let negotiation, _):
            return [
                .abort(path: url.abort(negotiation)), .abandon(.politely),
                .report(.disconnected(reason, why: why)),
            ] + endCalls(why: "the client was stopped") + [.report(.lifeEnded(returns: false))]
        case .reconnecting: return [.abandon(.abruptly), .report(.lifeEnded(returns: false))]
        default: return [.abandon(.abruptly)]
        }
    }

    /// Every open call ends unknown: its bytes may have reached the server (reference signalr2, section 6.3).
    mutating func endCalls(why: String) -> [SignalRClientAction] {
        calls.takeAll().map { .callEnded(ticket: $0, .failed(.info, why: why)) }
    }
}
