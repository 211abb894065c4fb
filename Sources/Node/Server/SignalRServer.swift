import Core
import Logging
import NIOCore
import Runtime

/// The reference server of one node: hubs, connections and the bus behind them (reference signalr2).
///
/// Confined to one event loop, on which also its sockets and its Redis connections live, so that nothing is locked and
/// what one read brings is written in one go.
final class SignalRServer {
    let settings: NodeSettings
    let eventLoop: any EventLoop
    let logger: Logger
    let backplane: any Backplane
    let recorder: HopRecorder
    let hubs: HubRegistry
    let gate: RequestGate
    let bus: ScaleoutBus
    var planter: DefectPlanter?
    /// Told of every change of the backplane.
    var onBackplane: ((BackplaneState) -> Void)?
    /// Why messages of other nodes do not arrive; nil while they do.
    private(set) var deafness: String? = "the backplane has not subscribed yet"
    var isSubscribed: Bool { deafness == nil }
    /// Nil while none is armed.
    var failpoints: FailpointTable?
    var onFailpoint: ((FailpointReport) -> Void)?

    // Connections, by what the heartbeat and the bus know them.
    var connections: [UInt64: ServerConnection] = [:]
    var connectionOfSubscription: [ObjectIdentifier: ServerConnection] = [:]
    var heartbeat: Heartbeat

    // Group changes of this node's callers.
    var acks = AckTable()
    var ackWaiters: [String: EventLoopPromise<Void>] = [:]
    var ackListener: Subscription?
    /// More acks are heard later.
    var isHearingAcks = false
    /// Workers that have made as many passes as they may, and go on when others had their turn.
    private var unfinished: [() -> Void] = []
    private var isContinuing = false

    // Frames that several connections share, and those of this turn that are to be recorded.
    private var frames = FrameCache<SharedFrame>()
    var framesHanded: [SharedFrame] = []
    var turnIsDue = false
    /// Messages stored since the last delivery, and how many may be: half of what the buffer of a signal holds.
    var undelivered = 0
    let undeliveredMax: Int
    /// Connections with results that wait for the end of the turn.
    var flushDue: [ServerConnection] = []
    private var generator = SystemRandomNumberGenerator()
    private var isStopped = false

    init(
        settings: NodeSettings,
        hubs: HubRegistry,
        backplane: any Backplane,
        recorder: HopRecorder,
        on eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.settings = settings
        self.hubs = hubs
        self.backplane = backplane
        self.recorder = recorder
        self.eventLoop = eventLoop
        self.logger = logger
        bus = ScaleoutBus(settings: settings.signalr)
        undeliveredMax = FragmentLayout(capacity: settings.signalr.messageBufferSize).entriesMinAfterEviction / 2
        heartbeat = Heartbeat(settings: settings.signalr)
        planter = DefectPlanter(settings.defects, node: settings.node)
        // Every node of a run opens the tokens of every other, also one that was started again.
        gate = RequestGate(
            hubs: hubs.names,
            seal: TokenSeal(key: SipHashKey(secret: "\(settings.run)/\(settings.app)"))
        )
    }

    /// How hubs reach the bus, and how their calls are run.
    var dispatcher: HubDispatcher {
        HubDispatcher(hubs: hubs, eventLoop: eventLoop, sender: self, logger: logger)
    }

    func start() throws {
        let now = MonotonicClock.now()
        ackListener = try bus.subscribe(
            identity: "\(settings.node)",
            signals: [Signals.server],
            cursor: nil,
            now: now
        )
        backplane.events = BackplaneEvents(
            received: { [unowned self] in receive($0) },
            turnEnded: { [unowned self] in deliver() },
            state: { [unowned self] in backplaneChanged($0) }
        )
        backplane.start()
        every(milliseconds: heartbeat.intervalMilliseconds) { $0.beat() }
        every(milliseconds: SignalStore.collectionIntervalMilliseconds) { $0.bus.collect(now: MonotonicClock.now()) }
        every(milliseconds: AckTable.checkMilliseconds) { $0.expireAcks() }
    }

    private func every(milliseconds: Int, _ action: @escaping (SignalRServer) -> Void) {
        let period = TimeAmount.milliseconds(Int64(milliseconds))
        _ = eventLoop.assumeIsolated().scheduleTask(in: period) { [weak self] in
            guard let self, !self.isStopped else { return }
            action(self)
            self.every(milliseconds: milliseconds, action)
        }
    }

    /// Ends every connection in good order and the backplane with them; the sockets close by themselves.
    func stop() {
        isStopped = true
        for connection in connections.values {
            connection.end()
            connection.socket.close(code: 1000)
        }
        connections = [:]
        connectionOfSubscription = [:]
        ackListener = nil
        backplane.stop()
        for (_, waiter) in ackWaiters { waiter.fail(AckTimeout()) }
        ackWaiters = [:]
    }

    /// Has a worker go on once the node has read from its sockets again.
    ///
    /// By a deadline that lies ahead when all of them have run: what is merely executed, or is due already, runs before the
    /// next read, so a worker that asks for it each time would stop the node.
    func continueLater(_ work: @escaping () -> Void) {
        unfinished.append(work)
        if unfinished.count == 1, !isContinuing { scheduleUnfinished() }
    }

    private func scheduleUnfinished() {
        _ = eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) {
            let due = self.unfinished
            self.unfinished = []
            self.isContinuing = true
            for work in due { work() }
            self.isContinuing = false
            if !self.unfinished.isEmpty { self.scheduleUnfinished() }
        }
    }

    /// Sockets that are open.
    var openConnections: Int {
        connections.values.count { $0.socket.isOpen }
    }

    func newGUID() -> String {
        GUIDText.random(using: &generator)
    }

    func sharedFrame(of delivery: Delivery) -> SharedFrame {
        frames.frame(delivery.identity) { SharedFrame(delivery.response, messages: delivery.messages) }
    }

    func groupsToken(connectionID: String, groups: [String]) -> String {
        GroupsToken.sealed(connectionID: connectionID, groups: groups, with: gate.seal)
    }

    private func backplaneChanged(_ state: BackplaneState) {
        switch state {
        case .subscribed:
            deafness = nil
            recorder.backplane(subscribed: true, reason: "subscribed to \(settings.app)")
        case .lost(let reason), .refused(let reason):
            deafness = reason
            recorder.backplane(subscribed: false, reason: reason)
        }
        onBackplane?(state)
    }
}
