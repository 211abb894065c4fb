import Core
import NIOCore

/// One client of a ``ClientFleet``: its session, its groups, and what it has seen. Passes what happens on to the fleet's
/// record and counters.
final class FleetMember {
    let plan: ClientPlan
    unowned let fleet: ClientFleet
    /// Positions of the publishers that send through it.
    let publishers: [Int]
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
    private var ring: NodeRing
    private var connectedBefore = false
    private var joinTimer: LoopTimer?
    private var hasNews = false

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

    init(_ plan: ClientPlan, publishers: [Int], fleet: ClientFleet, eventLoop: any EventLoop) {
        self.plan = plan
        self.publishers = publishers
        self.fleet = fleet
        membership = GroupMembership(plan.groups)
        ring = NodeRing(plan)
        joinTimer = LoopTimer(on: eventLoop) { [unowned self] in
            askForGroups()
            session?.flush()
        }
    }

    var subject: UInt32 { plan.client.number }
    var isConnected: Bool { link == .connected }

    /// Asks for every group that is not confirmed.
    private func askForGroups() {
        guard isConnected, let session else { return }
        for group in membership.takeMissing() {
            fleet.record(.joinInvoked, subject, detail: group)
            if !session.join(group, ticket: .join(group)) { joinEnded(group, .fail, time: fleet.now()) }
        }
    }

    private func joinEnded(_ group: AudienceNumber, _ outcome: Outcome, time: UInt64) {
        guard outcome != .ok else {
            fleet.record(.joined, subject, time: time, detail: group)
            membership.joined(group, time: time)
            return fleet.joinedChanged(by: 1)
        }
        fleet.record(.joinFailed, subject, time: time, flags: outcome.rawValue, detail: group)
        membership.joinFailed(group)
        if isConnected { joinTimer?.set(to: fleet.now() + Self.joinPause) }
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
    func sessionNextNode() -> NodeAddress? { ring.next(in: fleet.nodes) }

    func sessionConnecting(to node: NodeID, time: UInt64) {
        fleet.record(.connectInvoked, subject, time: time, detail: UInt16(truncatingIfNeeded: node.number))
    }

    func sessionAttemptFailed(node: NodeID?, why: String) {
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
        fleet.connected(self, again: connectedBefore)
        connectedBefore = true
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
        fleet.disconnected(self)
    }

    func sessionLifeEnded(returns: Bool, time: UInt64) {
        if lifeSince != nil {
            fleet.record(.lifeEnded, subject, time: time)
            lifeSince = nil
        }
        fleet.joinedChanged(by: -membership.count)
        membership.forget()
        fleet.lifeEnded(self)
        guard !returns else { return }
        link = .gone
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
        case .join(let group): joinEnded(group, outcome, time: time)
        case .probe: fleet.probeEnded(self, answered: outcome == .ok, time: time)
        }
    }

    func sessionReadEnded() {
        if hasNews {
            hasNews = false
            for publisher in publishers { fleet.drive(publisher) }
        }
        fleet.readEnded()
    }
}
