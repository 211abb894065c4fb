import Core
import Logging
import NIOCore
import Runtime

/// The bus of SignalR 2.4 (reference signalr2, sections 4, 5 and 7): every node keeps what the backplane brings in buffers,
/// and each connection walks through them with a cursor.
///
/// Confined to the node's event loop.
final class ScaleoutMessageBus {
    var events: MessageBusEvents?

    let settings: NodeSettings
    let eventLoop: any EventLoop
    let logger: Logger
    let backplane: any Backplane
    let trace: MessageTrace
    let bus: ScaleoutBus
    var planter: DefectPlanter?
    private let seal: TokenSeal
    private let ticker: LoopTicker
    private var workers: [ObjectIdentifier: ScaleoutWorker] = [:]
    private var workerOfSubscription: [ObjectIdentifier: ScaleoutWorker] = [:]

    // Group changes of this node's callers.
    var acks = AckTable()
    var ackWaiters: [String: EventLoopPromise<Void>] = [:]
    var ackListener: Subscription?
    /// More acks are heard later.
    var isHearingAcks = false
    /// Workers that have made as many passes as they may, and go on when others had their turn.
    private var unfinished: [() -> Void] = []
    private var isContinuing = false

    private var frames = FrameCache<SharedFrame>()
    private var turnIsDue = false
    /// Messages stored since the last delivery, and how many may be: half of what the buffer of a signal holds.
    var undelivered = 0
    let undeliveredMax: Int
    private var generator = SystemRandomNumberGenerator()

    init(
        settings: NodeSettings,
        backplane: any Backplane,
        trace: MessageTrace,
        seal: TokenSeal,
        on eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.settings = settings
        self.backplane = backplane
        self.trace = trace
        self.seal = seal
        self.eventLoop = eventLoop
        self.logger = logger
        ticker = LoopTicker(on: eventLoop)
        bus = ScaleoutBus(settings: settings.signalr)
        undeliveredMax = FragmentLayout(capacity: settings.signalr.messageBufferSize).entriesMinAfterEviction / 2
        planter = DefectPlanter(settings.defects, node: settings.node)
    }

    // MARK: Delivering

    /// Lets everybody who was woken pass, and writes to their sockets.
    func deliver() {
        turnIsDue = false
        undelivered = 0
        for subscription in bus.takeWoken() {
            if subscription === ackListener {
                hearAcks()
            } else {
                workerOfSubscription[ObjectIdentifier(subscription)]?.work()
            }
        }
        trace.recordHanded()
    }

    /// Delivers at the end of this turn of the event loop, for wakes that no payload caused.
    private func deliverSoon() {
        guard !turnIsDue else { return }
        turnIsDue = true
        eventLoop.assumeIsolated().execute { self.deliver() }
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

    func sharedFrame(of delivery: Delivery) -> SharedFrame {
        frames.frame(delivery.identity) { SharedFrame(delivery.response, messages: delivery.messages) }
    }

    func groupsToken(connectionID: String, groups: [String]) -> String {
        GroupsToken.sealed(connectionID: connectionID, groups: groups, with: seal)
    }

    func newGUID() -> String { GUIDText.random(using: &generator) }
}

extension ScaleoutMessageBus: MessageBus {
    func start() throws {
        ackListener = try bus.subscribe(
            identity: "\(settings.node)",
            signals: [Signals.server],
            cursor: nil,
            now: MonotonicClock.now()
        )
        backplane.events = BackplaneEvents(
            received: { [unowned self] in receive($0) },
            turnEnded: { [unowned self] in deliver() },
            state: { [unowned self] in events?.state($0) }
        )
        backplane.start()
        ticker.every(milliseconds: SignalStore.collectionIntervalMilliseconds) { [unowned self] in
            bus.collect(now: MonotonicClock.now())
        }
        ticker.every(milliseconds: AckTable.checkMilliseconds) { [unowned self] in expireAcks() }
    }

    func stop() {
        ticker.stop()
        workers = [:]
        workerOfSubscription = [:]
        ackListener = nil
        backplane.stop()
        for (_, waiter) in ackWaiters { waiter.fail(AckTimeout()) }
        ackWaiters = [:]
    }

    func attach(_ connection: ServerConnection, _ request: SignalRReceive) throws {
        let caller = request.caller
        let subscription = try bus.subscribe(
            identity: caller.connectionID,
            signals: Signals.initial(connectionID: caller.connectionID, hubs: caller.hubs, userID: caller.user),
            groups: request.groups,
            cursor: backplane.resumes ? request.cursor : nil,
            now: MonotonicClock.now()
        )
        let worker = ScaleoutWorker(connection: connection, subscription: subscription, bus: self)
        workers[ObjectIdentifier(connection)] = worker
        workerOfSubscription[ObjectIdentifier(subscription)] = worker
        if request.kind == .connect {
            // Its return through the bus yields S:1.
            let command = BusCommand(id: newGUID(), kind: .initializing)
            publish(
                command.message(source: connection.id, connectionID: connection.id),
                completion: logFailure("initializing")
            )
        }
        deliverSoon()
    }

    func drained(_ connection: ServerConnection) { workers[ObjectIdentifier(connection)]?.written() }

    /// The subscription lives on for as long as a connection may be silent, acks included (reference signalr2, section 6.1,
    /// "zombie").
    func socketClosed(_ connection: ServerConnection) {}

    func detach(_ connection: ServerConnection) {
        guard let worker = workers.removeValue(forKey: ObjectIdentifier(connection)) else { return }
        workerOfSubscription[ObjectIdentifier(worker.subscription)] = nil
        bus.unsubscribe(worker.subscription, now: MonotonicClock.now())
    }

    /// The node that holds the connection hears it over the bus.
    func abort(_ connectionID: String) -> EventLoopFuture<Void> {
        let command = BusCommand(id: newGUID(), kind: .abort)
        return publish(command.message(source: connectionID, connectionID: connectionID))
    }

    func keepAliveIsDue() {}
}
