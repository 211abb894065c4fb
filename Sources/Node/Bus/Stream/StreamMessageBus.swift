import Core
import Logging
import NIOCore
import Redis
import Runtime
import Stream

/// The bus of the `stream` backplane (docs/stream.md): the shell around ``LogNode``, which decides everything, in SignalR 2.4's
/// clothes.
///
/// Confined to the node's event loop.
final class StreamMessageBus {
    var events: MessageBusEvents?

    let eventLoop: any EventLoop
    let logger: Logger
    let trace: MessageTrace
    let seal: TokenSeal
    let backplane: String
    var log: LogNode
    private let link: LogLink
    private let check: AssumptionCheck
    private var checking: Task<Void, Never>?
    private let ticker: LoopTicker
    private var isPerforming = false
    private var wasAdopted = false
    private var isStopped = false
    /// Said of the present state of the connection.
    private var isSubscribed = false

    // Clients.
    var feeds: [FeedID: StreamFeed] = [:]
    var feedOfConnection: [ObjectIdentifier: StreamFeed] = [:]
    var nextFeed: FeedID = 1
    var frames = FrameCache<SharedFrame>()

    // What waits for an answer, by tickets.
    var nextTicket: UInt64 = 1
    var publishes: [UInt64: StreamPublish] = [:]
    var publishBytes = 0
    var appends: [UInt64: StreamAppend] = [:]
    var openings: [UInt64: EventLoopPromise<PublisherSession>] = [:]

    /// How often the protocol is told that time has passed.
    private static let tickMilliseconds = 200
    /// Clients that were away longer than their give-up time, and the beat that counts it, need nothing any more.
    private static let leaseMarginMilliseconds = 10_000

    /// - Throws: ``HarnessError`` when the data servers are not named.
    init(
        settings: NodeSettings,
        trace: MessageTrace,
        seal: TokenSeal,
        on eventLoop: any EventLoop,
        logger: Logger
    ) throws {
        guard let stream = settings.stream, !stream.servers.isEmpty else {
            throw HarnessError(
                .usage,
                "the backplane stream has to know every data server",
                remedy: "name them in stream.servers of the node's settings (docs/control-protocol.md)"
            )
        }
        self.trace = trace
        self.seal = seal
        self.eventLoop = eventLoop
        self.logger = logger
        backplane = settings.backplane.rawValue
        var generator = SystemRandomNumberGenerator()
        log = LogNode(Self.settings(settings, stream, using: &generator), seed: generator.next())
        let limits = LogLimits(entriesMax: UInt64(stream.entriesMax), bytesMax: UInt64(stream.bytesMax))
        let wire = LogWire(keys: StreamKeys(prefix: settings.app), limits: limits)
        link = LogLink(settings: settings, servers: stream.servers, wire: wire, on: eventLoop)
        check = AssumptionCheck(settings: settings, servers: stream.servers, eventLoop: eventLoop, logger: logger)
        ticker = LoopTicker(on: eventLoop)
    }

    private static func settings(
        _ settings: NodeSettings,
        _ stream: StreamSettings,
        using generator: inout SystemRandomNumberGenerator
    ) -> LogNodeSettings {
        // Another name at each start: what the lease of a node that died holds, its clients may still ask another node for.
        let name = "\(settings.node)-\(HexText.word(generator.next()))"
        let limits = LivenessLimits(settings: settings.signalr)
        let away = limits.deadMilliseconds() + (limits.keepAliveTimeoutMilliseconds ?? 0) + leaseMarginMilliseconds
        return LogNodeSettings(
            participant: ParticipantSettings(
                node: name,
                servers: stream.servers.map { ServerAddress(host: $0.host, port: $0.port) }
            ),
            leaseLagMilliseconds: UInt64(away),
            retentionMilliseconds: UInt64(max(stream.retentionMilliseconds, away))
        )
    }

    // MARK: The protocol

    /// Tells the protocol something, and does what it wants then.
    func tell(_ change: (inout LogNode) -> Void) {
        guard !isStopped else { return }
        change(&log)
        perform()
    }

    private func perform() {
        // What an effect causes at once is told to the protocol, and done behind it.
        guard !isPerforming else { return }
        isPerforming = true
        defer { isPerforming = false }
        while true {
            let effects = log.takeEffects()
            if effects.isEmpty { break }
            for effect in effects { perform(effect) }
        }
        trace.recordHanded()
    }

    private func perform(_ effect: LogNodeEffect) {
        switch effect {
        case .locate: link.locate()
        case .connect(let address): link.connect(address)
        case .disconnect:
            lost("The server is not one to follow.")
            link.disconnect()
        case .send(let pipeline, let commands): link.send(pipeline, commands)
        case .resolved(let ticket, let answer): resolved(ticket, answer)
        case .opened(let ticket, let session): openings.removeValue(forKey: ticket)?.succeed(session)
        case .published(let ticket, let index): published(ticket, .success(index ?? 0))
        case .publishUnknown(let ticket):
            let error = PublishError("Whether the log has it cannot be known any more.", isDefinite: false)
            published(ticket, .failure(error))
        case .delivered(let entries): delivered(entries)
        case .frame(let frame): write(frame)
        case .told(let feed, let reason): told(feed, reason)
        case .adopted(let address, let reign): adopted(address, reign)
        case .startedAnew(let mismatch):
            frames = FrameCache()
            logger.error("data was destroyed; all clients are told", metadata: ["mismatch": "\(mismatch.rawValue)"])
        case .trouble(let text): logger.info("\(text)")
        }
    }

    private func adopted(_ address: ServerAddress, _ reign: Reign) {
        frames = FrameCache()
        link.adopted(address)
        logger.info("reign adopted", metadata: ["redis.server": "\(address)", "redis.replid": "\(reign.name)"])
        if !wasAdopted { checking = Task { [check] in await check.run() } }
        wasAdopted = true
        guard !isSubscribed else { return }
        isSubscribed = true
        events?.state(.subscribed)
    }

    private func lost(_ reason: String) {
        guard isSubscribed else { return }
        isSubscribed = false
        events?.state(.lost(reason: reason))
    }

    private func connectionLost(_ error: RedisError) {
        logger.warning("redis connection lost", metadata: ["redis.error": "\(error)"])
        lost(error.message)
        // At the start time mends neither a password nor a cluster. Later it is the world that has changed.
        switch error.code {
        case .authenticationFailed, .clusterRefused, .serverTooOld:
            if !wasAdopted { events?.state(.refused(reason: error.message)) }
        default: break
        }
        tell { $0.connectionLost() }
    }
}

extension StreamMessageBus: MessageBus {
    func start() {
        link.events = LogLink.Events(
            located: { [unowned self] address in tell { $0.located(address) } },
            connected: { [unowned self] in tell { $0.connected() } },
            lost: { [unowned self] in connectionLost($0) },
            answered: { [unowned self] pipeline, replies in tell { $0.answered(pipeline, replies) } },
            woken: { [unowned self] in tell { $0.wake() } },
            masterMayHaveMoved: { [unowned self] in tell { $0.masterMayHaveMoved() } }
        )
        link.start()
        ticker.every(milliseconds: Self.tickMilliseconds) { [unowned self] in
            tell { $0.tick(now: MonotonicClock.now() / 1_000_000) }
        }
        tell { $0.start() }
    }

    func stop() {
        isStopped = true
        ticker.stop()
        checking?.cancel()
        link.stop()
        feeds = [:]
        feedOfConnection = [:]
        failAll(PublishError("The node stops.", isDefinite: false))
    }
}
