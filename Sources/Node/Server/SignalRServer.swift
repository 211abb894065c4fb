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
    let bus: any MessageBus
    let trace: MessageTrace
    let hubs: HubRegistry
    let gate: RequestGate
    /// Told of every change of the backplane.
    var onBackplane: ((BackplaneState) -> Void)?
    /// Why messages of other nodes do not arrive; nil while they do.
    private(set) var deafness: String? = "the backplane has not subscribed yet"
    var isSubscribed: Bool { deafness == nil }

    // Connections, by what the heartbeat knows them.
    var connections: [UInt64: ServerConnection] = [:]
    var heartbeat: Heartbeat
    /// Connections with results that wait for the end of the turn.
    var flushDue: [ServerConnection] = []
    private let ticker: LoopTicker
    private var generator = SystemRandomNumberGenerator()

    init(
        settings: NodeSettings,
        hubs: HubRegistry,
        bus: any MessageBus,
        trace: MessageTrace,
        seal: TokenSeal,
        on eventLoop: any EventLoop,
        logger: Logger
    ) {
        self.settings = settings
        self.hubs = hubs
        self.bus = bus
        self.trace = trace
        self.eventLoop = eventLoop
        self.logger = logger
        ticker = LoopTicker(on: eventLoop)
        heartbeat = Heartbeat(settings: settings.signalr)
        gate = RequestGate(hubs: hubs.names, seal: seal)
    }

    /// How hubs reach the bus, and how their calls are run.
    var dispatcher: HubDispatcher {
        HubDispatcher(hubs: hubs, eventLoop: eventLoop, sender: bus, logger: logger)
    }

    func start() throws {
        bus.events = MessageBusEvents(
            state: { [unowned self] in backplaneChanged($0) },
            aborted: { [unowned self] in aborted($0) },
            refused: { [unowned self] in refused($0) }
        )
        try bus.start()
        ticker.every(milliseconds: heartbeat.intervalMilliseconds) { [unowned self] in beat() }
    }

    /// Ends every connection in good order and the bus with them; the sockets close by themselves.
    func stop() {
        ticker.stop()
        for connection in connections.values {
            connection.end()
            connection.socket.close(code: 1000)
        }
        connections = [:]
        bus.stop()
    }

    /// Sockets that are open.
    var openConnections: Int {
        connections.values.count { $0.socket.isOpen }
    }

    func newGUID() -> String {
        GUIDText.random(using: &generator)
    }

    private func backplaneChanged(_ state: BackplaneState) {
        switch state {
        case .subscribed:
            deafness = nil
            trace.recorder.backplane(subscribed: true, reason: "subscribed to \(settings.app)")
        case .lost(let reason), .refused(let reason):
            deafness = reason
            trace.recorder.backplane(subscribed: false, reason: reason)
        }
        onBackplane?(state)
    }
}
