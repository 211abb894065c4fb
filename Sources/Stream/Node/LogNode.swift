/// What a ``LogNode`` wants done, in this order.
package enum LogNodeEffect: Hashable, Sendable {
    /// Ask who is master; the answer is `located`.
    case locate
    /// The answer is `connected` or `connectionLost`.
    case connect(ServerAddress)
    case disconnect
    /// Send in one piece; the answer is `answered`, with one reply for each, or `connectionLost`.
    case send(pipeline: UInt64, [LogCommand])
    /// The answer to `append`.
    case resolved(ticket: UInt64, AppendAnswer)
    /// The answer to `openSession`.
    case opened(ticket: UInt64, PublisherSession)
    /// The node's own message is in the log, once; where that is known, at this index.
    case published(ticket: UInt64, LogIndex?)
    /// The node's own message may be in the log.
    case publishUnknown(ticket: UInt64)
    /// These are committed and stand next in the log; frames for clients follow. For whoever keeps a record.
    case delivered([Entry])
    /// Write this to the client.
    case frame(Frame)
    /// Tell the client that messages may be missing, and close.
    case told(FeedID, GapReason)
    case adopted(ServerAddress, Reign)
    case startedAnew(Mismatch)
    /// For the log.
    case trouble(String)
}

/// How a ``LogNode`` works.
package struct LogNodeSettings: Hashable, Sendable {
    package var participant: ParticipantSettings
    /// Entries, and bytes of them, that are kept for clients that come back.
    package var recentEntriesMax: Int
    package var recentBytesMax: Int
    /// Bytes of entries that a client which is behind is handed in one frame, be it one entry more.
    package var frameBytesMax: Int
    /// How long after it was reached a place can be asked for: the client's give-up time with a margin.
    package var leaseLagMilliseconds: UInt64
    /// How often the lease is renewed.
    package var leaseRenewalMilliseconds: UInt64
    /// Entries younger than this are never trimmed.
    package var retentionMilliseconds: UInt64
    /// How often it is tried to trim.
    package var trimIntervalMilliseconds: UInt64

    package init(
        participant: ParticipantSettings,
        recentEntriesMax: Int = 10_000,
        recentBytesMax: Int = 16 << 20,
        frameBytesMax: Int = 1 << 20,
        leaseLagMilliseconds: UInt64 = 45_000,
        leaseRenewalMilliseconds: UInt64 = 10_000,
        retentionMilliseconds: UInt64 = 120_000,
        trimIntervalMilliseconds: UInt64 = 5_000
    ) {
        self.participant = participant
        self.recentEntriesMax = recentEntriesMax
        self.recentBytesMax = recentBytesMax
        self.frameBytesMax = frameBytesMax
        self.leaseLagMilliseconds = leaseLagMilliseconds
        self.leaseRenewalMilliseconds = leaseRenewalMilliseconds
        self.retentionMilliseconds = retentionMilliseconds
        self.trimIntervalMilliseconds = trimIntervalMilliseconds
    }
}

/// A whole node as a pure value: its part in the protocol, its clients, its own messages. The shell moves bytes and tells it
/// what happened; the model explores this very value.
package struct LogNode: Sendable {
    package let settings: LogNodeSettings
    private var participant: Participant
    private var feeds: Feeds
    /// Messages of the node itself, the changes of its clients' membership among them.
    private var own: Publisher
    private var clock: LeaseClock
    private var now: UInt64 = 0
    private var nextLease: UInt64 = 0
    private var nextTrim: UInt64 = 0
    /// What the last lease that was asked for keeps.
    private var leased: LogIndex?
    private var effects: [LogNodeEffect] = []

    /// Tickets of the node's own appends have this bit.
    private static let ownBit: UInt64 = 1 << 63
    /// The ticket of the node's own session.
    private static let ownSession = UInt64.max

    /// - Parameter seed: of names and salts; to be random, and another one at each start.
    package init(_ settings: LogNodeSettings, seed: UInt64) {
        self.settings = settings
        participant = Participant(settings.participant, seed: seed)
        let measures = settings.participant.measures
        feeds = Feeds(
            measures: measures,
            recentEntriesMax: settings.recentEntriesMax,
            recentBytesMax: settings.recentBytesMax,
            frameBytesMax: settings.frameBytesMax
        )
        own = Publisher(measures: measures)
        clock = LeaseClock(span: max(settings.leaseLagMilliseconds, settings.retentionMilliseconds))
    }

    package var delivered: Position? { participant.delivered }
    package var commitIndex: LogIndex { participant.commitIndex }
    package var reign: Reign? { participant.reign }
    package var provedLog: LogID? { participant.provedLog }
    /// Messages of the node itself that have no outcome.
    package var ownOpenCount: Int { own.openCount }

    /// What the calls since the last time want done.
    package mutating func takeEffects() -> [LogNodeEffect] {
        guard !effects.isEmpty else { return [] }
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    // MARK: Redis

    package mutating func start() {
        participant.start()
        own.connected()
        settle()
    }

    /// The answer to `locate`; nil: nobody knows.
    package mutating func located(_ address: ServerAddress?) {
        participant.located(address)
        settle()
    }

    package mutating func connected() {
        participant.connected()
        settle()
    }

    /// The connection, or the attempt, is over: also when replies did not come in time.
    package mutating func connectionLost() {
        participant.connectionLost()
        settle()
    }

    package mutating func answered(_ pipeline: UInt64, _ replies: [LogReply]) {
        participant.answered(pipeline, replies)
        settle()
    }

    /// There may be more to read: a hint, that may be wrong or lost.
    package mutating func wake() {
        participant.wake()
        settle()
    }

    /// There may be another master: a hint as well.
    package mutating func masterMayHaveMoved() {
        participant.masterMayHaveMoved()
        settle()
    }

    /// Some time has passed; five times a second will do.
    /// - Parameter now: milliseconds of a clock that does not go back.
    package mutating func tick(now: UInt64) {
        self.now = now
        if feeds.hasWaiting { participant.wake() }
        keepUpLease()
        participant.tick()
        own.tick()
        settle()
    }

    // MARK: Publishing

    /// Appends a publisher's message; answered with `resolved`.
    /// - Parameter ticket: below 2^63.
    package mutating func append(_ ticket: UInt64, _ request: AppendRequest) {
        participant.append(ticket, request)
        settle()
    }

    /// Opens a session for a publisher; answered with `opened`.
    package mutating func openSession(_ ticket: UInt64) {
        participant.openSession(ticket)
        settle()
    }

    /// Publishes a message of this node, or of a client that has no session; answered with `published` or `publishUnknown`.
    package mutating func publish(_ ticket: UInt64, _ content: EntryContent) {
        own.publish(ticket, content)
        settle()
    }

    // MARK: Clients

    /// A new life of a client; it begins when its connect entry is committed, and its first frame carries that position.
    package mutating func connect(_ feed: FeedID, connection: String, addresses: [String], ticket: UInt64) {
        feeds.connect(feed, connection: connection, addresses: addresses)
        own.publish(ticket, .membership(connection: connection, .connect))
        settle()
    }

    /// A client comes back with its word on where it is, and the groups that its token says it had there.
    package mutating func resume(
        _ feed: FeedID,
        connection: String,
        addresses: [String],
        groups: [String],
        cursor: String?
    ) {
        resume(feed, connection: connection, addresses: addresses, groups: groups, at: PresentedPosition(cursor))
    }

    package mutating func resume(
        _ feed: FeedID,
        connection: String,
        addresses: [String],
        groups: [String],
        at presented: PresentedPosition
    ) {
        feeds.resume(
            feed,
            connection: connection,
            addresses: addresses,
            groups: groups,
            at: presented,
            judgedFrom: participant.nextPipeline
        )
        if feeds.hasWaiting { participant.wake() }
        keepUpLease()
        settle()
    }

    /// A join, a leave or the end of a connection; confirmed by `published`.
    package mutating func change(_ connection: String, _ change: Membership, ticket: UInt64) {
        own.publish(ticket, .membership(connection: connection, change))
        settle()
    }

    /// The transport is gone. Nothing is assumed about what arrived.
    package mutating func transportLost(_ feed: FeedID) {
        feeds.remove(feed)
        settle()
    }

    /// The last frame of this client was taken, and was ``Frame/isPartial``: what comes behind it.
    package mutating func goOn(_ feed: FeedID) {
        feeds.goOn(feed, judgedFrom: participant.nextPipeline)
        writeFrames()
        settle()
    }

    /// The keep-alive: clients for which nothing came get a fresh position, or theirs would be trimmed away.
    package mutating func freshenPositions() {
        for frame in feeds.takeFrames(fresh: true) { effects.append(.frame(frame)) }
    }

    // MARK: Retention

    /// The lease covers what clients of now and of a while ago may ask for.
    private mutating func keepUpLease() {
        guard let delivered, provedLog != nil else { return }
        clock.note(delivered.index, now: now)
        let past = now > settings.leaseLagMilliseconds ? now - settings.leaseLagMilliseconds : 0
        var index = clock.index(at: past) ?? clock.first ?? delivered.index
        if let lowest = feeds.lowestIndex { index = min(index, lowest) }
        if leased.map({ index < $0 }) ?? true || now >= nextLease {
            leased = index
            nextLease = now + settings.leaseRenewalMilliseconds
            participant.lease(index)
        }
        if now >= nextTrim, now >= settings.retentionMilliseconds,
            let old = clock.index(at: now - settings.retentionMilliseconds)
        {
            nextTrim = now + settings.trimIntervalMilliseconds
            participant.trim(upTo: old)
        }
    }

    // MARK: Effects of the parts

    /// Lets the parts hear of each other until none has anything to say.
    private mutating func settle() {
        while true {
            let fromParticipant = participant.takeEffects()
            let fromOwn = own.takeEffects()
            let fromFeeds = feeds.takeEffects()
            if fromParticipant.isEmpty, fromOwn.isEmpty, fromFeeds.isEmpty { break }
            for effect in fromParticipant { take(effect) }
            for effect in fromOwn { take(effect) }
            for effect in fromFeeds { take(effect) }
        }
    }

    private mutating func take(_ effect: ParticipantEffect) {
        switch effect {
        case .locate: effects.append(.locate)
        case .connect(let address): effects.append(.connect(address))
        case .disconnect: effects.append(.disconnect)
        case .send(let pipeline, let commands): effects.append(.send(pipeline: pipeline, commands))
        case .resolved(let ticket, let answer):
            if ticket & Self.ownBit != 0 {
                own.answered(ticket & ~Self.ownBit, answer)
            } else {
                effects.append(.resolved(ticket: ticket, answer))
            }
        case .opened(let ticket, let session):
            if ticket == Self.ownSession {
                own.opened(session)
            } else {
                effects.append(.opened(ticket: ticket, session))
            }
        case .deliver(let entries):
            effects.append(.delivered(entries))
            feeds.deliver(entries)
            writeFrames()
        case .proved(let pipeline, let head): feeds.proved(pipeline: pipeline, head: head)
        case .fetched(let feed, let entries, let meta):
            feeds.fetched(feed, entries, meta)
            writeFrames()
        case .fetchFailed(let feed): feeds.fetchFailed(feed, judgedFrom: participant.nextPipeline)
        case .leased: break
        case .overran(let position): feeds.overran(position)
        case .startedAnew(let mismatch):
            feeds.startedAnew()
            clock.reset()
            leased = nil
            effects.append(.startedAnew(mismatch))
        case .adopted(let address, let reign):
            effects.append(.adopted(address, reign))
            if let delivered { feeds.adopted(at: delivered, isProved: provedLog != nil) }
            writeFrames()
        case .trouble(let text): effects.append(.trouble(text))
        }
    }

    private mutating func take(_ effect: PublisherEffect) {
        switch effect {
        case .open: participant.openSession(Self.ownSession)
        case .send(let ticket, let request): participant.append(ticket | Self.ownBit, request)
        case .acknowledged(let message, let index): effects.append(.published(ticket: message, index))
        case .unknown(let message, .membership(let connection, .connect)) where feeds.isConnecting(connection):
            // Twice does no harm: a life begins with the first one.
            own.publish(message, .membership(connection: connection, .connect))
        case .unknown(let message, _): effects.append(.publishUnknown(ticket: message))
        }
    }

    private mutating func take(_ effect: FeedsEffect) {
        switch effect {
        case .fetch(let feed, let index): participant.fetch(feed, from: index)
        case .tell(let feed, let reason):
            writeFrames()
            feeds.remove(feed)
            effects.append(.told(feed, reason))
        }
    }

    private mutating func writeFrames() {
        for frame in feeds.takeFrames(fresh: false) { effects.append(.frame(frame)) }
    }
}
