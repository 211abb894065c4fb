import Core
import Logging
import NIOCore
import Redis

/// The two connections that every node has with Redis, for commands and for its subscription, and what they say about
/// the state of the backplane.
///
/// Confined to the node's event loop.
final class RedisLinks {
    let client: RedisClient
    let subscriber: RedisSubscriber
    let channel: String
    /// Every payload on the channel, and the end of those of one read.
    var onPayload: ((ByteBuffer) -> Void)?
    var onTurnEnd: (() -> Void)?
    var onState: ((BackplaneState) -> Void)?
    /// One of the two connections is back after a loss.
    var onRestored: (() -> Void)?

    private let logger: Logger
    /// Redis has confirmed the channel on the present connection.
    private var isConfirmed = false
    /// What was said last.
    private var isSubscribed = false
    /// What a sentinel said of the server that last took commands; nil without sentinels.
    private var commandsClaim: MasterClaim?
    /// Both connections have been up at the same time.
    private var isStarted = false
    private var isRefused = false

    init(settings: NodeSettings, on eventLoop: any EventLoop, logger: Logger) {
        channel = settings.app
        self.logger = logger
        let watch = Self.watch(settings, on: eventLoop)
        client = RedisClient(options: Self.options(settings, .commands), on: eventLoop, watch: watch)
        subscriber = RedisSubscriber(options: Self.options(settings, .subscription), on: eventLoop, watch: watch)
    }

    /// A reply to the publish script is twice as long as what was published: with fewer reads than this, replies fall
    /// behind what clients send, and calls wait for them in ever greater number.
    private static let commandReadsPerTurn = 16
    /// Clients have to take what one turn brings before their signals' buffers are overwritten, 1 001 messages on.
    private static let subscriptionReadsPerTurn = 1

    /// The connections are named so that CLIENT LIST, and a fault that cuts one, can tell them apart.
    private static func options(_ settings: NodeSettings, _ role: Role) -> RedisOptions {
        let seed = UInt64(settings.run.bits) << 32 | UInt64(settings.node.number)
        let endpoint = role == .commands ? settings.commands : settings.subscription
        return RedisOptions(
            endpoint: endpoint,
            clientName: "rollcall-\(settings.node)-\(role.rawValue)",
            backoff: backoff(endpoint, seed: role == .commands ? seed : ~seed),
            readsPerTurn: role == .commands ? commandReadsPerTurn : subscriptionReadsPerTurn
        )
    }

    /// What the connections are for; the ends of their names.
    private enum Role: String {
        case commands = "pub"
        case subscription = "sub"
    }

    /// A question to a sentinel costs nobody anything, and it knows a new master at some moment within a second.
    private static func backoff(_ endpoint: RedisEndpoint, seed: UInt64) -> Backoff {
        switch endpoint {
        case .server: Backoff(seed: seed)
        case .sentinels: Backoff(cap: .milliseconds(200), seed: seed)
        }
    }

    /// One for both connections, where both follow the same sentinels.
    private static func watch(_ settings: NodeSettings, on eventLoop: any EventLoop) -> MasterWatch? {
        guard case .sentinels(let commands) = settings.commands,
            case .sentinels(let subscription) = settings.subscription,
            commands.discovery == .follow, subscription.discovery == .follow,
            commands.masterName == subscription.masterName, commands.sentinels == subscription.sentinels
        else { return nil }
        return MasterWatch(commands, clientName: "rollcall-\(settings.node)-discovery", on: eventLoop)
    }

    func start() {
        client.onState = { [unowned self] in commandsChanged($0) }
        subscriber.onState = { [unowned self] in subscriptionChanged($0) }
        subscriber.onMessage = { [unowned self] _, payload in onPayload?(payload) }
        subscriber.onTurnEnd = { [unowned self] in onTurnEnd?() }
        client.start()
        subscriber.start()
        subscriber.subscribe(channel).assumeIsolated().whenFailure { [weak self] error in
            self?.refused("\(error)")
        }
    }

    func stop() {
        onState = nil
        onPayload = nil
        onTurnEnd = nil
        onRestored = nil
        subscriber.close()
        client.close()
    }

    private func commandsChanged(_ state: RedisConnectionState) {
        switch state {
        case .connected:
            commandsClaim = client.claim
            connectionChanged(isBack: true)
        case .disconnected(let error):
            logger.warning("redis command connection lost", metadata: ["redis.error": "\(error)"])
            connectionChanged()
            refuseIfHopeless(error)
        case .connecting, .subscribed, .closed: break
        }
    }

    private func subscriptionChanged(_ state: RedisConnectionState) {
        switch state {
        case .subscribed:
            isConfirmed = true
            connectionChanged(isBack: true)
        case .disconnected(let error):
            logger.warning("redis subscription lost", metadata: ["redis.error": "\(error)"])
            isConfirmed = false
            connectionChanged(because: error)
            refuseIfHopeless(error)
        case .connecting, .connected, .closed: break
        }
    }

    /// Says what became of the backplane. The start is over when commands are taken and the subscription is confirmed.
    private func connectionChanged(isBack: Bool = false, because error: RedisError? = nil) {
        if isStarted {
            if isBack { onRestored?() }
        } else {
            guard isConfirmed, client.isConnected else { return }
            isStarted = true
            isSubscribed = true
            onState?(.subscribed)
        }
        let loss = isConfirmed ? split : error?.message ?? "the channel is not confirmed"
        guard isSubscribed != (loss == nil) else { return }
        isSubscribed = loss == nil
        onState?(loss.map { .lost(reason: $0) } ?? .subscribed)
    }

    /// Why messages are missed though the channel is confirmed: commands and subscription are on different masters, as
    /// happens in a planned failover to a node that only asks. The one that the sentinels named earlier is an island.
    private var split: String? {
        guard let commandsClaim, let claim = subscriber.claim, claim.master != commandsClaim.master else { return nil }
        // While there is no command connection its last server counts only where it was the later master.
        guard client.isConnected || commandsClaim.isNewer(than: claim) else { return nil }
        return "Commands go to the master at \(commandsClaim.master), the subscription is on \(claim.master)."
    }

    /// At the start time mends neither a password nor a cluster, nor a name that the sentinels do not know. Later it is the
    /// world that has changed, and may change back: then it is tried again, as servers do that are up.
    private func refuseIfHopeless(_ error: RedisError) {
        guard !isStarted else { return }
        switch error.code {
        case .authenticationFailed, .clusterRefused, .serverTooOld, .masterUnknown: refused(error.message)
        default: break
        }
    }

    private func refused(_ reason: String) {
        guard !isRefused else { return }
        isRefused = true
        onState?(.refused(reason: reason))
    }
}

extension PublishError {
    init(_ error: RedisError) {
        self.init(error.description, isDefinite: error.certainty == .definite)
    }
}
