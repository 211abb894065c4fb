import Core
import NIOCore

/// One client of a ``ClientFleet``: its session, its groups, and what it has seen. Passes what happens on to the fleet's
/// record and counters.
final class FleetMember {
    let plan: ClientPlan
    unowned let fleet: ClientFleet
    /// Position in the fleet.
    let index: Int
    /// Positions of the publishers that send through it.
    var publishers: [Int]
    var session: (any ClientSession)?
    var membership: GroupMembership
    /// Of its present life; nil between two lives.
    var lifeSince: UInt64?
    var link = PublisherMachine.Link.away
    /// Index = publisher number - 1.
    private var tails: [SequenceTail] = []
    /// Sentinels that it still has to see.
    var awaited: [SentinelResult] = []
    /// What the running ``ClientCommand/probe`` wants of it.
    var probing = Probing.none
    var ring: NodeRing
    /// It is not connected and does not come back by itself: it gave up, was closed, or is late.
    var isGone: Bool
    /// Its publishers wait until a fault opens it again.
    var returns = false
    /// The node that counts it among its connections: that of the attempt or connection at hand.
    private var counted: NodeID?
    /// The node that it is connected to, or was last.
    private(set) var node: NodeID?
    /// A trigger names it.
    let isWatched: Bool
    private var connectedBefore = false
    private var joinTimer: LoopTimer?
    private var hasNews = false
    /// Memberships that the fleet has counted.
    private var joinedCount = 0

    enum Probing: Hashable {
        case none
        /// It has to be asked as soon as it is connected.
        case wanted
        case asked
    }

    /// Pause before a group is asked for again. Nanoseconds.
    static let joinPause: UInt64 = 500_000_000
    /// Publishers of a run whose sentinels can be awaited.
    static let publishersMax = 65_536

    init(_ plan: ClientPlan, at index: Int, publishers: [Int], fleet: ClientFleet, on eventLoop: any EventLoop) {
        self.plan = plan
        self.index = index
        self.publishers = publishers
        self.fleet = fleet
        membership = GroupMembership(plan.groups)
        ring = NodeRing(plan, seed: fleet.seed)
        isGone = plan.isLate
        isWatched = fleet.watched.clients.contains(plan.client)
        link = plan.isLate ? .gone : .away
        joinTimer = LoopTimer(on: eventLoop) { [unowned self] in
            askForGroups()
            session?.flush()
        }
    }

    var subject: UInt32 { plan.client.number }
    var isConnected: Bool { link == .connected }

    /// Asks for every change that makes the groups as they have to be.
    func askForGroups() {
        guard isConnected, let session else { return }
        for request in membership.takeRequests() {
            switch request {
            case .join(let group):
                fleet.record(.joinInvoked, subject, detail: group)
                if !session.join(group, ticket: .join(group)) { joinEnded(group, .fail, time: fleet.now()) }
            case .leave(let group):
                fleet.record(.leaveInvoked, subject, detail: group)
                countGroups()
                if !session.leave(group, ticket: .leave(group)) { leaveEnded(group, .fail, time: fleet.now()) }
            }
        }
    }

    /// The fleet's counter follows the memberships.
    private func countGroups() {
        fleet.joinedChanged(by: membership.count - joinedCount)
        joinedCount = membership.count
    }

    private func joinEnded(_ group: AudienceNumber, _ outcome: Outcome, time: UInt64) {
        guard outcome != .ok else {
            fleet.record(.joined, subject, time: time, detail: group)
            membership.joined(group, time: time)
            countGroups()
            return groupChanged()
        }
        fleet.record(.joinFailed, subject, time: time, flags: outcome.rawValue, detail: group)
        membership.joinFailed(group, outcome)
        if isConnected { joinTimer?.set(to: fleet.now() + Self.joinPause) }
    }

    private func leaveEnded(_ group: AudienceNumber, _ outcome: Outcome, time: UInt64) {
        guard outcome != .ok else {
            fleet.record(.left, subject, time: time, detail: group)
            membership.left(group)
            return groupChanged()
        }
        fleet.record(.leaveFailed, subject, time: time, flags: outcome.rawValue, detail: group)
        membership.leaveFailed(group)
        if isConnected { joinTimer?.set(to: fleet.now() + Self.joinPause) }
    }

    /// Another wish may have come up meanwhile.
    private func groupChanged() {
        askForGroups()
        fleet.changed(self)
    }

    /// No attempt and no connection of it counts for a node any more.
    func leaveNode() {
        guard let counted else { return }
        fleet.directory.leave(counted)
        self.counted = nil
    }

    func hasSeen(_ publisher: PublisherID, _ sequence: UInt32) -> Bool {
        publisher.index < tails.count && tails[publisher.index].contains(sequence)
    }

    private func note(_ fields: MessageFields) {
        let index = fields.publisher.index
        if index >= tails.count {
            guard index < Self.publishersMax else { return }
            tails.append(contentsOf: repeatElement(SequenceTail(), count: index + 1 - tails.count))
        }
        tails[index].note(fields.sequence)
    }

    func probe() {
        guard probing == .wanted, isConnected, session?.probe(ticket: .probe) == true else { return }
        probing = .asked
    }
}

extension FleetMember: ClientSessionObserver {
    func sessionAwaitsTurn() { fleet.awaitTurn(self) }
    func sessionTurnEnded() { fleet.turnEnded() }
    func sessionNextNode() -> NodeAddress? {
        leaveNode()
        return fleet.directory.next(for: plan.client, &ring)
    }

    func sessionConnecting(to node: NodeID, time: UInt64) {
        counted = node
        fleet.directory.enter(node)
        fleet.record(.connectInvoked, subject, time: time, detail: UInt16(truncatingIfNeeded: node.number))
    }

    func sessionAttemptFailed(node: NodeID?, why: String) {
        leaveNode()
        fleet.attemptFailed(plan.client, node: node, why: why)
    }

    func sessionConnected(_ start: ConnectionStart, node: NodeID, time: UInt64) {
        fleet.record(
            .connected,
            subject,
            time: time,
            flags: start.rawValue,
            detail: UInt16(truncatingIfNeeded: node.number)
        )
        if start == .fresh || lifeSince == nil { lifeSince = time }
        link = .connected
        hasNews = true
        self.node = node
        ring.course = nil
        fleet.connected(self, at: node, again: connectedBefore)
        connectedBefore = true
        fleet.carrierConnected(self)
        askForGroups()
        probe()
    }

    func sessionDisconnected(_ reason: DisconnectReason, why: String, node: NodeID, time: UInt64) {
        fleet.record(
            .disconnected,
            subject,
            time: time,
            flags: reason.rawValue,
            detail: UInt16(truncatingIfNeeded: node.number),
            extra: UInt64(fleet.history.note(why))
        )
        link = .away
        hasNews = true
        joinTimer?.set(to: nil)
        leaveNode()
        fleet.carrierLost(self)
        fleet.disconnected(self, from: node, returns: reason != .departed && reason != .closed)
    }

    func sessionLifeEnded(returns: Bool, time: UInt64) {
        if lifeSince != nil {
            fleet.record(.lifeEnded, subject, time: time)
            lifeSince = nil
        }
        membership.forget()
        countGroups()
        fleet.lifeEnded(self)
        if !returns { goAway() }
    }

    /// It does not come back by itself.
    func goAway() {
        guard !isGone else { return }
        isGone = true
        leaveNode()
        link = returns ? .away : .gone
        hasNews = true
        fleet.gone(self)
    }

    func sessionReceived(_ scan: MessageScan, time: UInt64) {
        switch scan {
        case .message(let fields):
            guard fields.run == fleet.run else {
                let sample = "run \(fields.run), \(fields.publisher), sequence \(fields.sequence)"
                return fleet.foreign(subject, sample, flags: 1, time: time)
            }
            if let prober = fields.publisher.prober {
                return fleet.heardProbe(self, of: prober, fields, time: time)
            }
            fleet.delivered(self, fields, time: time)
            note(fields)
            if !awaited.isEmpty { fleet.sawAwaited(self, fields) }
        case .damaged(let fields): fleet.corrupted(subject, fields, time: time)
        }
    }

    func sessionReceivedForeign(_ sample: String, time: UInt64) {
        fleet.foreign(subject, sample, flags: 0, time: time)
    }

    func sessionCallEnded(_ ticket: CallTicket, outcome: Outcome, why: String, time: UInt64) {
        switch ticket {
        case .publish(let publisher, let sequence):
            fleet.publishEnded(publisher, sequence, outcome, why: why, link: link, time: time)
            hasNews = true
        case .open(let publisher):
            fleet.sessionNotOpened(publisher, why: outcome == .ok ? "the node opened no session" : why)
        case .append(let publisher, let attempt):
            fleet.appendFailed(
                publisher,
                attempt,
                why: outcome == .ok ? "the node answered an append with nothing" : why
            )
        case .join(let group): joinEnded(group, outcome, time: time)
        case .leave(let group): leaveEnded(group, outcome, time: time)
        case .thaw: fleet.thawed(self)
        case .probe: fleet.probeEnded(self, answered: outcome == .ok, time: time)
        case .nodeProbe: break
        }
    }

    func sessionCallReturned(_ ticket: CallTicket, _ value: String, time: UInt64) {
        switch ticket {
        case .open(let publisher): fleet.sessionOpened(publisher, value)
        case .append(let publisher, let attempt): fleet.appendAnswered(publisher, attempt, value, time: time)
        default: return sessionCallEnded(ticket, outcome: .ok, why: "", time: time)
        }
        hasNews = true
    }

    func sessionReadEnded() {
        if hasNews {
            hasNews = false
            for publisher in publishers { fleet.drive(publisher) }
        }
        fleet.readEnded()
    }
}
