import Core
import Logging
import NIOCore
import Runtime

/// The probes that tell which node hears which (docs/checker.md, "Nodes"): the shell of ``ProbeRounds``. A probe client on every
/// node sends a message to everyone of its application; where one is not heard it is sent again, by another client too. Confined
/// to the event loop of its fleet.
final class NodeProbing {
    /// How long probe clients have to connect. Nanoseconds.
    static let connectTimeout: UInt64 = 8_000_000_000
    /// How long a probe has to be heard everywhere, so also the pause before the next. Nanoseconds.
    static let roundTime: UInt64 = 1_000_000_000
    /// Pause before another attempt where nothing was taken. Nanoseconds.
    static let pause: UInt64 = 100_000_000
    /// How long a probe client has to answer, and a second one to connect. Nanoseconds.
    static let answerTime: UInt64 = 1_000_000_000
    static let payloadBytes = 128

    private enum Stage { case idle, connecting, listening, pausing, asking, done }

    private struct Probe: Hashable {
        var prober: UInt32
        var sequence: UInt32
    }

    private struct Sent {
        var prober: NodeProber
        var round: Int
    }

    private unowned let fleet: ClientFleet
    private let maker: any ClientSessionMaker
    private let ended: () -> Void
    private var addresses: [NodeAddress] = []
    private var audiences: [NodeID: AudienceNumber] = [:]
    private var rounds = ProbeRounds([:])
    private var stage = Stage.idle
    private var deadline: UInt64 = 0
    private var timer: LoopTimer?
    private(set) var probers: [NodeProber] = []
    /// Those that have not ended.
    private var open: [Probe: Sent] = [:]
    private var roundBegan: UInt64 = 0
    /// Nodes of which a client that was there since this round began answered behind its probes.
    private var alive: Set<NodeID> = []
    private var hasSeconds = false

    /// - Parameter ended: called once, when all is known that can be.
    init(_ fleet: ClientFleet, _ maker: any ClientSessionMaker, ended: @escaping () -> Void) {
        self.fleet = fleet
        self.maker = maker
        self.ended = ended
        timer = LoopTimer(on: fleet.eventLoop) { [unowned self] in timeIsUp() }
    }

    var run: RunID { fleet.run }

    /// Nodes with a probe client that listens, or is expected back.
    private var there: Set<NodeID> { Set(probers.filter(\.isThere).map(\.node)) }

    func start(_ nodes: [NodeAddress], withinMilliseconds: Int) {
        guard stage == .idle else { return }
        stage = .connecting
        let now = fleet.now()
        deadline = now + UInt64(max(0, withinMilliseconds)) * 1_000_000
        for address in nodes {
            let audience = fleet.audiences.firstIndex(of: address.app.map(Audience.app) ?? .all)
            guard let audience else { continue }
            addresses.append(address)
            audiences[address.node] = AudienceNumber(audience)
        }
        rounds = ProbeRounds(audiences)
        wait(Self.connectTimeout, from: now)
        for address in addresses { add(at: address) }
        advance()
    }

    private func add(at address: NodeAddress) {
        guard let audience = audiences[address.node] else { return }
        let prober = NodeProber(UInt32(probers.count + 1), at: address, audience: audience, probing: self)
        probers.append(prober)
        prober.session = maker.makeSession(for: prober.plan, observer: prober)
        prober.session?.connect()
    }

    private func wait(_ time: UInt64, from now: UInt64) { timer?.set(to: min(now + time, deadline)) }

    /// Nothing is done or told any more.
    func end() {
        stage = .done
        timer?.set(to: nil)
        for prober in probers { prober.session?.abandon() }
    }
}

// What a probe client tells.
extension NodeProbing {
    func attemptFailed(_ prober: NodeProber, why: String) {
        fleet.attemptFailed(prober.plan.client, node: prober.node, why: why)
        advance()
    }

    func connected(_ prober: NodeProber, time: UInt64) {
        fleet.record(
            .proberConnected,
            prober.number,
            time: time,
            detail: UInt16(truncatingIfNeeded: prober.node.number)
        )
    }

    func disconnected(_ prober: NodeProber, time: UInt64) {
        fleet.record(.proberEnded, prober.number, time: time, detail: UInt16(truncatingIfNeeded: prober.node.number))
    }

    func heard(_ prober: NodeProber, speaker: UInt32, _ fields: MessageFields, time: UInt64) {
        fleet.append(
            HistoryRecord(
                .proberHeard,
                subject: prober.number,
                time: time,
                publisher: speaker,
                sequence: fields.sequence,
                extra: fields.sentAt
            )
        )
        guard probers.indices.contains(Int(speaker) - 1) else { return }
        rounds.heard(probers[Int(speaker) - 1].node, at: prober.node)
    }

    func ended(_ prober: NodeProber, _ sequence: UInt32, _ outcome: Outcome, time: UInt64) {
        guard let sent = open.removeValue(forKey: Probe(prober: prober.number, sequence: sequence)) else { return }
        record(.probeEnded, prober, sequence, outcome: outcome, time: time)
        if sent.round == rounds.round { rounds.ended(prober.node, outcome) }
    }

    func answered(_ prober: NodeProber, _ outcome: Outcome, time: UInt64) {
        prober.isAsked = false
        guard outcome == .ok else { return }
        fleet.record(.proberAlive, prober.number, time: time)
        // An answer of an earlier round may have left before the probes of this one.
        if stage == .asking, prober.connectedAt <= roundBegan { alive.insert(prober.node) }
    }

    /// The time to draw conclusions, after everything that came at once was looked at.
    func readEnded() { advance() }
}

// Rounds.
extension NodeProbing {
    private func advance() {
        switch stage {
        case .connecting where probers.allSatisfy(\.isSettled): beginRound()
        case .listening where rounds.isComplete(there: there): finish()
        case .listening where !rounds.mayBeHeard(there: there):
            stage = .pausing
            wait(Self.pause, from: fleet.now())
        case .asking where probers.allSatisfy({ $0.isSettled && !$0.isAsked }): endRound()
        case .idle, .connecting, .listening, .pausing, .asking, .done: break
        }
    }

    private func timeIsUp() {
        guard fleet.now() < deadline else { return finish() }
        switch stage {
        case .connecting: beginRound()
        case .listening: ask()
        case .pausing, .asking: endRound()
        case .idle, .done: break
        }
    }

    private func beginRound() {
        let speakers = rounds.begin(there: there)
        guard !speakers.isEmpty else { return finish() }
        stage = .listening
        alive = []
        roundBegan = fleet.now()
        wait(Self.roundTime, from: roundBegan)
        for node in speakers {
            // In turn, where there are two.
            let own = probers.filter { $0.isConnected && $0.node == node }
            if own.isEmpty { rounds.ended(node, .fail) } else { send(own[(rounds.round - 1) % own.count]) }
        }
        advance()
    }

    /// Not everything was heard: who listened, and who else can?
    private func ask() {
        stage = .asking
        rounds.ask()
        wait(Self.answerTime, from: fleet.now())
        let troubled = rounds.troubled(there: there)
        for prober in probers where prober.isConnected && troubled.contains(prober.node) {
            guard prober.session?.probe(ticket: .probe) == true else { continue }
            prober.isAsked = true
            prober.session?.flush()
        }
        if !hasSeconds {
            hasSeconds = true
            for address in addresses where troubled.contains(address.node) { add(at: address) }
        }
        advance()
    }

    private func endRound() {
        rounds.end(alive: alive)
        for prober in probers { prober.isAsked = false }
        beginRound()
    }

    private func send(_ prober: NodeProber) {
        prober.sent += 1
        let (sequence, now) = (prober.sent, fleet.now())
        open[Probe(prober: prober.number, sequence: sequence)] = Sent(prober: prober, round: rounds.round)
        record(.probeInvoked, prober, sequence, time: now)
        let fields = MessageFields(
            run: run,
            publisher: .probe(of: prober.number),
            sequence: sequence,
            sentAt: now
        )
        let payload = MessagePayload.encode(fields, size: Self.payloadBytes)
        let ticket = CallTicket.nodeProbe(sequence: sequence)
        if prober.session?.publish(payload, to: prober.audience, ticket: ticket) == true {
            prober.session?.flush()
        } else {
            ended(prober, sequence, .fail, time: fleet.now())
        }
    }

    /// What is not known by now stays unknown.
    private func finish() {
        guard stage != .done else { return }
        stage = .done
        timer?.set(to: nil)
        let now = fleet.now()
        for probe in open.keys.sorted(by: { ($0.prober, $0.sequence) < ($1.prober, $1.sequence) }) {
            guard let sent = open[probe] else { continue }
            record(.probeEnded, sent.prober, probe.sequence, outcome: .info, time: now)
        }
        open.removeAll()
        ended()
    }

    private func record(
        _ kind: HistoryKind,
        _ prober: NodeProber,
        _ sequence: UInt32,
        outcome: Outcome = .ok,
        time: UInt64
    ) {
        fleet.append(
            HistoryRecord(
                kind,
                subject: prober.number,
                time: time,
                flags: kind == .probeEnded ? outcome.rawValue : 0,
                detail: UInt16(truncatingIfNeeded: prober.node.number),
                publisher: prober.number,
                sequence: sequence,
                extra: UInt64(prober.audience)
            )
        )
    }
}
