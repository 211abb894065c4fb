import Core
import Logging
import NIOCore
import Runtime

/// All synthetic clients of one process and everything they share. Confined to one event loop: no locks, and what the
/// record shows is the order in which things happened here.
final class ClientFleet {
    /// Time between two progress events. Nanoseconds.
    static let progressPause: UInt64 = 20_000_000
    /// How long the servers have to hear that the clients go.
    static let stopTimeout: UInt64 = 2_000_000_000

    let run: RunID
    let seed: UInt64
    let history: any HistoryRecording
    let audiences: [Audience]
    var directory: NodeDirectory
    var members: [FleetMember] = []
    var memberIndex: [ClientID: Int] = [:]
    var publishers: [FleetPublisher] = []
    var progress = ClientProgress()
    /// Publishers with work that has a known end and is not done.
    var unfinished = 0
    var phase = Phase()
    /// What faults have done here, by number of the fault.
    var effects: [Int: FaultEffect] = [:]
    var churns: [Int: ChurnTracker] = [:]
    /// Nil before they are asked for.
    private(set) var nodeProbing: NodeProbing?
    private var maker: (any ClientSessionMaker)?
    let watched: WatchedSubjects
    var counts = WatchedCounts()
    let eventLoop: any EventLoop
    let connectConcurrency: Int
    /// Memberships that clients come with, late ones excepted.
    private let groupsAwaited: Int
    private let logger: Logger
    private let emit: (ClientEvent) -> Void
    private let ended: (ExitCode) -> Void
    private var gate: ConnectGate<FleetMember>
    private var reported = ClientProgress()
    private var reportTimer: LoopTimer?
    private var reportIsDue = false
    private(set) var isOver = false
    private var attemptsFailed = 0
    /// Reasons of failed attempts that a person sees in the log; what a thousand clients say after them is the same.
    private static let failuresShownMax = 8
    var finishTimer: LoopTimer?
    var probeTimer: LoopTimer?
    var stopTimer: LoopTimer?

    /// What was asked for and not answered yet.
    struct Phase {
        var connecting = false
        var publishing = false
        var finishing = false
        var settling = false
        var probing = false
        var stopping = false
        /// Clients that answered the running probe, and those that still have to.
        var alive = 0
        var unanswered = 0
    }

    /// - Parameters:
    ///   - emit: takes the events, on the event loop.
    ///   - ended: called once, when the fleet is over.
    init(
        _ settings: ClientSettings,
        history: any HistoryRecording,
        logger: Logger,
        on eventLoop: any EventLoop,
        emit: @escaping (ClientEvent) -> Void,
        ended: @escaping (ExitCode) -> Void
    ) {
        run = settings.run
        seed = settings.seed
        self.history = history
        audiences = settings.audiences
        directory = NodeDirectory(settings)
        watched = settings.watched ?? WatchedSubjects()
        self.eventLoop = eventLoop
        connectConcurrency = settings.connectConcurrency
        for client in watched.clients { (counts.delivered[client], counts.reconnecting[client]) = (0, 0) }
        for node in watched.nodes { counts.connected[node] = 0 }
        self.logger = logger
        self.emit = emit
        self.ended = ended
        groupsAwaited = settings.clients.reduce(0) { $0 + ($1.isLate ? 0 : $1.groups.count) }
        gate = ConnectGate(limit: settings.connectConcurrency)
        for (index, client) in settings.clients.enumerated() { memberIndex[client.client] = index }
        publishers = settings.publishers.enumerated().map { index, plan in
            guard let carrier = memberIndex[plan.client] else {
                preconditionFailure("\(plan.publisher) has no client in this process")
            }
            return FleetPublisher(
                plan,
                carrier: carrier,
                run: settings.run,
                hasSession: settings.sessions == true,
                on: eventLoop,
                alarm: { [unowned self] in
                    drive(index)
                    flush(index)
                    readEnded()
                },
                sessionAlarm: { [unowned self] in sessionTick(index) }
            )
        }
        let carried = Dictionary(grouping: settings.publishers.indices) { settings.publishers[$0].client }
        members = settings.clients.enumerated().map { index, plan in
            FleetMember(plan, at: index, publishers: carried[plan.client] ?? [], fleet: self, on: eventLoop)
        }
        progress.gone = members.count(where: \.isGone)
        reportTimer = LoopTimer(on: eventLoop) { [unowned self] in report() }
        finishTimer = LoopTimer(on: eventLoop) { [unowned self] in finishTimeIsUp() }
        probeTimer = LoopTimer(on: eventLoop) { [unowned self] in probeTimeIsUp() }
        stopTimer = LoopTimer(on: eventLoop) { [unowned self] in end(.held) }
    }

    /// Gives every client its session.
    func equip(_ maker: some ClientSessionMaker) {
        self.maker = maker
        for member in members { member.session = maker.makeSession(for: member.plan, observer: member) }
    }

    /// Finds out which of these nodes hear each other.
    func probeNodes(_ nodes: [NodeAddress], withinMilliseconds: Int) {
        guard nodeProbing == nil, let maker else { return }
        let probing = NodeProbing(self, maker) { [unowned self] in tell(.nodesProbed) }
        nodeProbing = probing
        probing.start(nodes, withinMilliseconds: withinMilliseconds)
    }

    func now() -> UInt64 { MonotonicClock.now() }
}

// Telling.
extension ClientFleet {
    /// Says something to whoever started this process; counters first, so that they are never behind an event.
    func tell(_ event: ClientEvent) {
        guard !isOver else { return }
        report()
        emit(event)
    }

    /// The counters changed.
    func touch() {
        guard !reportIsDue else { return }
        reportIsDue = true
        reportTimer?.set(to: now() + Self.progressPause)
    }

    private func report() {
        reportIsDue = false
        reportTimer?.set(to: nil)
        guard !isOver else { return }
        progress.invoked = 0
        progress.acknowledged = 0
        progress.failed = 0
        progress.unknown = 0
        for publisher in publishers {
            progress.invoked += publisher.machine.invoked
            progress.acknowledged += publisher.machine.acknowledged
            progress.failed += publisher.machine.failed
            progress.unknown += publisher.machine.unknown
        }
        if !watched.isEmpty { reportWatched() }
        guard progress != reported else { return }
        reported = progress
        emit(.progress(progress))
    }

    /// The record is complete and closed, nothing is told any more.
    func end(_ code: ExitCode) {
        guard !isOver else { return }
        var code = code
        do throws(HistoryFileError) {
            try history.close()
        } catch {
            emit(.failed(message: error.description, code: error.exitCode))
            code = error.exitCode
        }
        isOver = true
        for timer in [reportTimer, finishTimer, probeTimer, stopTimer] { timer?.set(to: nil) }
        for publisher in publishers {
            publisher.timer.set(to: nil)
            publisher.sessionTimer.set(to: nil)
        }
        for churn in churns.values { churn.timer?.set(to: nil) }
        for effect in effects.values { effect.timer?.set(to: nil) }
        for member in members { member.session?.abandon() }
        nodeProbing?.end()
        ended(code)
    }

    /// The process cannot go on.
    func fail(_ message: String, _ code: ExitCode) {
        guard !isOver else { return }
        tell(.failed(message: message, code: code))
        end(code)
    }

    func attemptFailed(_ client: ClientID, node: NodeID?, why: String) {
        attemptsFailed += 1
        logger.log(
            level: attemptsFailed <= Self.failuresShownMax ? .notice : .debug,
            "connection attempt failed",
            metadata: ["client.id": "\(client)", "node.id": "\(node.map(\.description) ?? "none")", "why": "\(why)"]
        )
    }
}

// Recording.
extension ClientFleet {
    func record(
        _ kind: HistoryKind,
        _ subject: UInt32,
        time: UInt64? = nil,
        flags: UInt8 = 0,
        detail: UInt16 = 0,
        extra: UInt64 = 0
    ) {
        append(HistoryRecord(kind, subject: subject, time: time ?? now(), flags: flags, detail: detail, extra: extra))
    }

    func append(_ record: HistoryRecord) {
        guard !isOver else { return }
        do throws(HistoryFileError) {
            try history.append(record)
        } catch {
            fail(error.description, error.exitCode)
        }
    }

    func delivered(_ member: FleetMember, _ fields: MessageFields, time: UInt64) {
        append(
            HistoryRecord(
                .delivered,
                subject: member.subject,
                time: time,
                publisher: fields.publisher.number,
                sequence: fields.sequence,
                extra: fields.sentAt
            )
        )
        progress.delivered += 1
        if member.isWatched { counts.delivered[member.plan.client, default: 0] += 1 }
        touch()
    }

    /// A client got a probe of a node.
    func heardProbe(_ member: FleetMember, of prober: UInt32, _ fields: MessageFields, time: UInt64) {
        append(
            HistoryRecord(
                .probeHeard,
                subject: member.subject,
                time: time,
                publisher: prober,
                sequence: fields.sequence,
                extra: fields.sentAt
            )
        )
    }

    func corrupted(_ subject: UInt32, _ fields: MessageFields?, time: UInt64) {
        append(
            HistoryRecord(
                .corrupted,
                subject: subject,
                time: time,
                publisher: fields?.publisher.number ?? 0,
                sequence: fields?.sequence ?? 0
            )
        )
    }

    func foreign(_ subject: UInt32, _ sample: String, flags: UInt8, time: UInt64) {
        record(.foreign, subject, time: time, flags: flags, extra: UInt64(history.note(sample)))
    }
}

// Connecting.
extension ClientFleet {
    func connect() {
        phase.connecting = true
        for member in members where !member.isGone { member.session?.connect() }
        checkConnected()
    }

    func awaitTurn(_ member: FleetMember) {
        gate.enter(member)?.session?.takeTurn()
    }

    func turnEnded() {
        gate.leave()?.session?.takeTurn()
    }

    func connected(_ member: FleetMember, at node: NodeID, again: Bool) {
        progress.connected += 1
        if again { progress.reconnected += 1 }
        if let count = counts.connected[node] { counts.connected[node] = count + 1 }
        touch()
        changed(member)
        checkConnected()
    }

    func disconnected(_ member: FleetMember, from node: NodeID, returns: Bool) {
        progress.connected -= 1
        if let count = counts.connected[node] { counts.connected[node] = count - 1 }
        if returns, member.isWatched { counts.reconnecting[member.plan.client, default: 0] += 1 }
        touch()
        changed(member)
    }

    func gone(_ member: FleetMember) {
        progress.gone += 1
        touch()
        if phase.finishing { moveStranded() }
        if member.link == .gone { for publisher in member.publishers { strand(publisher) } }
        changed(member)
        endProbe(of: member)
    }

    func joinedChanged(by count: Int) {
        guard count != 0 else { return }
        progress.joined += count
        touch()
        checkConnected()
    }

    private func checkConnected() {
        guard phase.connecting, progress.connected + progress.gone == members.count,
            progress.joined == groupsAwaited
        else { return }
        phase.connecting = false
        tell(.connected)
    }
}
