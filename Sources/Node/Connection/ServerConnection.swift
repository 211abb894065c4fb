import Core
import NIOCore

/// One receive request of a client and its socket. What is written to it is the bus's business.
///
/// The socket may be gone while this lives on: a close without `/abort` leaves the connection for as long as one may be
/// silent (reference signalr2, section 6.1, "zombie").
///
/// Confined to the node's event loop.
final class ServerConnection {
    let caller: SignalRCaller
    let socket: ServerSocket
    /// By what the heartbeat knows this request; 0 before it does.
    var number: UInt64 = 0
    /// Ended by an abort, by a second receive request of the same id, by the timeout or by the node.
    private(set) var isEnded = false
    /// On the list of connections that are flushed at the end of the turn.
    var isFlushDue = false

    init(caller: SignalRCaller, socket: ServerSocket) {
        self.caller = caller
        self.socket = socket
    }

    var id: String { caller.connectionID }

    /// Nothing more is written. The socket is the caller's to close.
    func end() {
        isEnded = true
    }

    /// To a client that is gone the frame is dropped.
    func write(_ frame: SharedFrame, tracedBy trace: MessageTrace) {
        guard socket.isOpen else { return }
        trace.handing(frame) { socket.send(frame.bytes) }
    }
}
