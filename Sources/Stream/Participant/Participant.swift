import Core

/// One node's part in the protocol: it finds and adopts masters, appends, reads, and knows what is committed. It sees only
/// what arrives and says what to do; it has no clock, no socket, and never believes a wake-up.
///
/// Work goes in rounds, one at a time: what was asked for since the last one, what can be read, and the proof for both in one
/// pipeline.
package struct Participant: Sendable {
    enum Phase: Hashable, Sendable {
        case stopped
        /// The question who is master is open.
        case locating
        /// Waits for the next tick to ask.
        case resting
        case connecting(ServerAddress)
        case adopting(ServerAddress, Adoption)
        case following(ServerAddress, Reign)
    }

    /// What is done in a reign and counts when a round in it is proved.
    struct Claims: Sendable {
        var sessions: [(ticket: UInt64, session: PublisherSession)] = []
        var lease: LogIndex?
    }

    package let settings: ParticipantSettings
    let rule: CommitRule
    var generator: SeededGenerator
    var phase = Phase.stopped
    var reader = Reader()
    var writer: Writer
    var claims = Claims()
    var effects: [ParticipantEffect] = []

    /// Tickets of sessions that are to be opened.
    var openings: [UInt64] = []
    var fetches: [(ticket: UInt64, from: LogIndex)] = []
    var wantedLease: LogIndex?
    var wantedTrim: LogIndex?
    var readSize: ReadSize
    /// Somebody said that there is more to read.
    var isWoken = false

    /// The pipeline that is under way; nil when there is none.
    var underWay: Round?
    package private(set) var nextPipeline: UInt64 = 1
    /// The last entry that the reign's log was seen to have.
    var knownHead: LogIndex = 0
    var unprovedRounds = 0
    /// The last round failed; the next one waits for a tick.
    var isHeld = false
    /// Connections in a row that ended before they were of use.
    var failedConnections = 0
    /// Where the last connection was.
    var lastAddress: ServerAddress?

    package init(_ settings: ParticipantSettings, seed: UInt64) {
        self.settings = settings
        rule = CommitRule(servers: settings.servers, measures: settings.measures)
        generator = SeededGenerator(seed: seed)
        writer = Writer(measures: settings.measures)
        readSize = ReadSize(countMax: settings.readEntriesMax, bytesMax: settings.readBytesMax)
    }

    var measures: SafetyMeasures { settings.measures }
    /// Nothing to replicate to: what is visible is durable (assumption A1), and nothing else has to be proved.
    var isAlone: Bool { settings.servers.count < 2 }

    /// The last entry that was handed on; nil before a log is adopted.
    package var delivered: Position? { reader.delivered }
    /// The highest index that this node has proved, or knows from one who has.
    package var commitIndex: LogIndex { reader.commitIndex }
    /// The name of the log; nil until it is known for good.
    package var provedLog: LogID? { reader.isLogProved ? reader.delivered?.log : nil }
    /// The reign whose log is read and appended to; nil while there is none.
    package var reign: Reign? {
        if case .following(_, let reign) = phase { reign } else { nil }
    }

    /// What was asked for by the calls since the last time.
    package mutating func takeEffects() -> [ParticipantEffect] {
        guard !effects.isEmpty else { return [] }
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    // MARK: Connections

    package mutating func start() {
        guard phase == .stopped else { return }
        phase = .locating
        effects.append(.locate)
    }

    /// The answer to `locate`; nil: nobody knows.
    package mutating func located(_ address: ServerAddress?) {
        switch phase {
        case .locating:
            guard let address else {
                phase = .resting
                return
            }
            connect(to: address)
        case .adopting(let present, _), .following(let present, _):
            guard let address, address != present else { return }
            endReign()
            effects.append(.disconnect)
            connect(to: address)
        case .stopped, .resting, .connecting: break
        }
    }

    private mutating func connect(to address: ServerAddress) {
        phase = .connecting(address)
        lastAddress = address
        effects.append(.connect(address))
    }

    package mutating func connected() {
        guard case .connecting(let address) = phase else { return }
        adopt(address)
    }

    /// The connection, or the attempt, is over: also when replies did not come in time.
    package mutating func connectionLost() {
        switch phase {
        case .stopped, .locating, .resting: return
        case .connecting, .adopting, .following: break
        }
        if let round = underWay, round.readCount > 0 { readSize.lost() }
        endReign()
        failedConnections += 1
        if failedConnections > 1 { phase = .resting } else { locate() }
    }

    /// Leaves a connection that is of no use, and asks again.
    mutating func leave(_ why: String) {
        effects.append(.trouble(why))
        effects.append(.disconnect)
        endReign()
        failedConnections += 1
        if failedConnections > 1 { phase = .resting } else { locate() }
    }

    /// Never the last server by habit.
    private mutating func locate() {
        guard measures.contains(.leavesUnprovedReigns) || lastAddress == nil else {
            if let lastAddress { connect(to: lastAddress) }
            return
        }
        phase = .locating
        effects.append(.locate)
    }

    /// Nothing is known any more of what was not proved.
    mutating func endReign() {
        if let round = underWay {
            openings += round.openings.map(\.ticket)
            wantedLease = wantedLease ?? round.lease
        }
        underWay = nil
        reader.reignEnded(keepsPending: !measures.contains(.dropsPendingWithReign))
        writer.reignEnded()
        openings += claims.sessions.map(\.ticket)
        if let lease = claims.lease { wantedLease = wantedLease ?? lease }
        claims = Claims()
        for fetch in fetches { effects.append(.fetchFailed(ticket: fetch.ticket)) }
        fetches.removeAll()
        knownHead = 0
        unprovedRounds = 0
        isHeld = false
    }

    // MARK: What is asked of it

    /// Appends this once; resolved with the ticket, sooner or later, unless the node ends.
    package mutating func append(_ ticket: UInt64, _ request: AppendRequest) {
        guard writer.submit(ticket, request, bytesMax: settings.queueBytesMax) else {
            effects.append(.resolved(ticket: ticket, .busy))
            return
        }
        advance()
    }

    package mutating func openSession(_ ticket: UInt64) {
        openings.append(ticket)
        advance()
    }

    /// Reads what stands from this index on, which must be committed.
    package mutating func fetch(_ ticket: UInt64, from index: LogIndex) {
        guard case .following = phase else {
            effects.append(.fetchFailed(ticket: ticket))
            return
        }
        fetches.append((ticket, index))
        advance()
    }

    /// Clients of this node may still ask for what stands behind this index.
    package mutating func lease(_ index: LogIndex) {
        wantedLease = index
        advance()
    }

    /// Entries up to this index are old enough to go.
    package mutating func trim(upTo index: LogIndex) {
        wantedTrim = index
        advance()
    }

    /// There may be more to read: a hint, that may be wrong or lost.
    package mutating func wake() {
        isWoken = true
        advance()
    }

    /// There may be another master: a hint as well.
    package mutating func masterMayHaveMoved() {
        switch phase {
        case .adopting, .following: effects.append(.locate)
        case .resting: locate()
        case .stopped, .locating, .connecting: break
        }
    }

    /// Some time has passed; five times a second will do.
    package mutating func tick() {
        isHeld = false
        switch phase {
        case .resting: locate()
        case .adopting(let address, let adoption): resumeAdoption(address, adoption)
        case .following: if underWay == nil { begin(needsProof ? .full : .look) }
        case .stopped, .locating, .connecting: break
        }
    }

    // MARK: Pipelines

    mutating func send(_ commands: [LogCommand], _ kind: Round.Kind) {
        underWay = Round(pipeline: nextPipeline, kind: kind, commands: commands)
        effects.append(.send(pipeline: nextPipeline, commands))
        nextPipeline += 1
    }

    /// The replies to a pipeline, one for each command.
    package mutating func answered(_ pipeline: UInt64, _ replies: [LogReply]) {
        guard let round = underWay, round.pipeline == pipeline else { return }
        precondition(
            replies.count == round.commands.count,
            "\(replies.count) replies to \(round.commands.count) commands"
        )
        switch phase {
        case .adopting(let address, let adoption):
            underWay = nil
            adoptionAnswered(address, adoption, round, replies)
        case .following(let address, let reign): roundAnswered(address, reign, round, replies)
        case .stopped, .locating, .resting, .connecting: underWay = nil
        }
    }
}
