import Core
import NIOCore

/// Writes to one connection what the bus has for it (reference signalr2, section 5.3).
///
/// Confined to the node's event loop.
final class ScaleoutWorker {
    let subscription: Subscription
    private let connection: ServerConnection
    private let bus: ScaleoutMessageBus
    /// A response is on its way to the kernel: the next pass waits for it.
    private var isWriting = false
    /// It made as many passes as it may and goes on later.
    private var isResting = false

    init(connection: ServerConnection, subscription: Subscription, bus: ScaleoutMessageBus) {
        self.connection = connection
        self.subscription = subscription
        self.bus = bus
    }

    /// Passes without progress in a row, of one turn of the event loop: an id that occurs twice may be delivered again and
    /// again (reference signalr2, section 10, row 6), and must not hold up the node. Passes with progress end by
    /// themselves: where the ring ends, or where the socket is full.
    static let repeatsPerTurnMax = 64

    /// There is something on the bus: passes until nothing is left, one response in flight at a time.
    func work() {
        guard !isWriting, !isResting, !connection.isEnded else { return }
        var repeats = 0
        while repeats < Self.repeatsPerTurnMax {
            let before = subscription.cursor
            guard case .delivery(let delivery) = subscription.pass(limit: Subscription.streamingLimit) else { return }
            deliver(delivery)
            if connection.isEnded { return }
            if !connection.socket.isDrained {
                isWriting = true
                return
            }
            repeats = delivery.cursor == before ? repeats + 1 : 0
        }
        isResting = true
        bus.continueLater {
            self.isResting = false
            self.work()
            self.bus.trace.recordHanded()
        }
    }

    /// The kernel has taken the response.
    func written() {
        guard isWriting else { return }
        isWriting = false
        work()
        bus.trace.recordHanded()
    }

    private func deliver(_ delivery: Delivery) {
        guard !delivery.commands.isEmpty else {
            connection.write(bus.sharedFrame(of: delivery), tracedBy: bus.trace)
            return
        }
        let outcome = bus.apply(delivery.commands, to: subscription)
        var response = delivery.response
        response.initialized = outcome.isInitialized
        if outcome.groupsChanged {
            response.groupsToken = bus.groupsToken(connectionID: connection.id, groups: subscription.groups)
        }
        let isOwn = response.initialized || outcome.groupsChanged
        connection.write(
            isOwn ? SharedFrame(response, messages: delivery.messages) : bus.sharedFrame(of: delivery),
            tracedBy: bus.trace
        )
        if outcome.isAborted { bus.events?.aborted(connection) }
    }
}
