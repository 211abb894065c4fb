import Core
import NIOCore

/// How the messages of all nodes come to the connections of this one, and how its own go to all. One kind is one folder
/// beside this file.
///
/// Confined to the node's event loop.
protocol MessageBus: AnyObject, HubSender {
    /// Set before ``start()``.
    var events: MessageBusEvents? { get set }

    /// Begins to connect, and goes on for ever until stopped.
    func start() throws
    /// Ends its connections with Redis for good; its clients are the caller's to end.
    func stop()
    /// A receive request begins: from now on the connection is written what is for it, not before the call has returned.
    ///
    /// - Throws: when the place where it wants to go on cannot be read.
    func attach(_ connection: ServerConnection, _ request: SignalRReceive) throws
    /// The kernel has taken all that was written to the connection's socket.
    func drained(_ connection: ServerConnection)
    /// Its socket is gone. The connection may come back, here or elsewhere.
    func socketClosed(_ connection: ServerConnection)
    /// The connection is over on this node.
    func detach(_ connection: ServerConnection)
    /// Ends a connection, whichever node holds it.
    func abort(_ connectionID: String) -> EventLoopFuture<Void>
    /// Keep-alives are about to be written.
    func keepAliveIsDue()
}

/// What a bus tells its node.
struct MessageBusEvents {
    var state: (BackplaneState) -> Void
    /// The end that a client asked for has come over the bus: the one clean end.
    var aborted: (ServerConnection) -> Void
    /// The connection was told that it cannot go on, and why; its socket is to be closed behind that.
    var refused: (ServerConnection) -> Void
}
