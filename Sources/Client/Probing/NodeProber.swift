import Core

/// A probe client: goes to one node, directly, and listens there for the probes of all. It is no client of the run: it is in no
/// audience but everyone of its application, and what it sees of the messages of the run does not count.
final class NodeProber {
    let number: UInt32
    let address: NodeAddress
    let audience: AudienceNumber
    private unowned let probing: NodeProbing
    var session: (any ClientSession)?
    private(set) var isConnected = false
    private(set) var wasConnected = false
    /// Its present connection.
    private(set) var connectedAt: UInt64 = 0
    /// It does not come back.
    private(set) var isGone = false
    /// How many it has sent.
    var sent: UInt32 = 0
    /// It was asked for an answer and has not given it.
    var isAsked = false

    init(_ number: UInt32, at address: NodeAddress, audience: AudienceNumber, probing: NodeProbing) {
        self.number = number
        self.address = address
        self.audience = audience
        self.probing = probing
    }

    var node: NodeID { address.node }
    /// Nothing of its connecting has to be waited for.
    var isSettled: Bool { isConnected || isGone }
    /// It listens, or is expected back.
    var isThere: Bool { wasConnected && !isGone }

    /// For a session maker: it is placed nowhere and in no group.
    var plan: ClientPlan {
        ClientPlan(client: .probe(number), app: address.app, node: node, sticky: true)
    }
}

extension NodeProber: ClientSessionObserver {
    func sessionAwaitsTurn() { session?.takeTurn() }
    func sessionTurnEnded() {}
    func sessionNextNode() -> NodeAddress? { address }
    func sessionConnecting(to node: NodeID, time: UInt64) {}
    func sessionAttemptFailed(node: NodeID?, why: String) { probing.attemptFailed(self, why: why) }

    func sessionConnected(_ start: ConnectionStart, node: NodeID, time: UInt64) {
        isConnected = true
        wasConnected = true
        connectedAt = time
        probing.connected(self, time: time)
    }

    func sessionDisconnected(_ reason: DisconnectReason, why: String, node: NodeID, time: UInt64) {
        guard isConnected else { return }
        isConnected = false
        isAsked = false
        probing.disconnected(self, time: time)
    }

    func sessionLifeEnded(returns: Bool, time: UInt64) {
        if !returns { isGone = true }
    }

    func sessionReceived(_ scan: MessageScan, time: UInt64) {
        guard case .message(let fields) = scan, fields.run == probing.run, let speaker = fields.publisher.prober else {
            return
        }
        probing.heard(self, speaker: speaker, fields, time: time)
    }

    func sessionReceivedForeign(_ sample: String, time: UInt64) {}

    func sessionCallEnded(_ ticket: CallTicket, outcome: Outcome, why: String, time: UInt64) {
        switch ticket {
        case .nodeProbe(let sequence): probing.ended(self, sequence, outcome, time: time)
        case .probe: probing.answered(self, outcome, time: time)
        case .publish, .open, .append, .join, .leave, .thaw: break
        }
    }

    func sessionCallReturned(_ ticket: CallTicket, _ value: String, time: UInt64) {
        sessionCallEnded(ticket, outcome: .ok, why: "", time: time)
    }

    func sessionReadEnded() { probing.readEnded() }
}
