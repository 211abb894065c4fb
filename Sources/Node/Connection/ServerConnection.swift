import Core
import NIOCore

/// One receive request of a client: its socket, its subscription, and the worker that writes what the bus has for it
/// (reference signalr2, section 5.3).
///
/// The socket may be gone while this lives on: a close without `/abort` leaves the subscription for as long as a
/// connection may be silent, acks included (section 6.1, "zombie").
///
/// Confined to the node's event loop.
final class ServerConnection {
    let caller: SignalRCaller
    let subscription: Subscription
    let socket: ServerSocket
    /// By what the heartbeat knows this request.
    let number: UInt64
    /// Ended by an abort, by a second receive request of the same id, by the timeout or by the node.
    private(set) var isEnded = false
    /// On the list of connections that are flushed at the end of the turn.
    var isFlushDue = false

    private let server: SignalRServer
    /// A response is on its way to the kernel: the next pass waits for it.
    private var isWriting = false
    /// It made as many passes as it may and goes on later.
    private var isResting = false

    init(
        caller: SignalRCaller,
        subscription: Subscription,
        socket: ServerSocket,
        number: UInt64,
        server: SignalRServer
    ) {
        self.caller = caller
        self.subscription = subscription
        self.socket = socket
        self.server = server
        self.number = number
    }

    var id: String { caller.connectionID }

    /// Passes without progress in a row, of one turn of the event loop: an id that occurs twice may be delivered again and
    /// again (reference signalr2, section 10, row 6), and must not hold up the node. Passes with progress end by
    /// themselves: where the ring ends, or where the socket is full.
    static let repeatsPerTurnMax = 64

    /// There is something on the bus: passes until nothing is left, one response in flight at a time.
    func work() {
        guard !isWriting, !isResting, !isEnded else { return }
        var repeats = 0
        while repeats < Self.repeatsPerTurnMax {
            let before = subscription.cursor
            guard case .delivery(let delivery) = subscription.pass(limit: Subscription.streamingLimit) else { return }
            deliver(delivery)
            if isEnded { return }
            if !socket.isDrained {
                isWriting = true
                return
            }
            repeats = delivery.cursor == before ? repeats + 1 : 0
        }
        isResting = true
        server.continueLater {
            self.isResting = false
            self.work()
            self.server.recordHanded()
        }
    }

    /// The kernel has taken the response.
    func written() {
        guard isWriting else { return }
        isWriting = false
        work()
        server.recordHanded()
    }

    /// No more passes. The socket is the caller's to close.
    func end() {
        isEnded = true
    }

    private func deliver(_ delivery: Delivery) {
        guard !delivery.commands.isEmpty else {
            write(server.sharedFrame(of: delivery))
            return
        }
        let outcome = server.apply(delivery.commands, to: subscription)
        var response = delivery.response
        response.initialized = outcome.isInitialized
        if outcome.groupsChanged {
            response.groupsToken = server.groupsToken(connectionID: id, groups: subscription.groups)
        }
        if response.initialized || outcome.groupsChanged {
            write(SharedFrame(response, messages: delivery.messages))
        } else {
            write(server.sharedFrame(of: delivery))
        }
        if outcome.isAborted { server.aborted(self) }
    }

    /// To a client that is gone the response is dropped, and the cursor has moved all the same.
    private func write(_ frame: SharedFrame) {
        guard socket.isOpen else { return }
        if server.failpoints != nil { server.reach(.beforeSend, frame.messages.lazy.map(\.message)) }
        socket.send(frame.bytes)
        server.handed(frame)
        if server.failpoints != nil { server.reach(.afterSend, frame.messages.lazy.map(\.message)) }
    }
}
