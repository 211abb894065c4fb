import Core

/// How the nodes hear of each other's messages. One kind is one folder beside this file.
///
/// Confined to the node's event loop. A node's own clients get its messages only when they come back this way.
protocol Backplane: AnyObject {
    /// Set before ``start()``.
    var events: BackplaneEvents? { get set }
    /// Whether a cursor that a client presents says where to go on. Without it every connection starts behind the newest
    /// message.
    var resumes: Bool { get }

    /// Begins to connect, and goes on for ever until stopped.
    func start()
    /// Publishes one message; completed when the backplane has acknowledged it, with the id that it gave, 0 when it gives
    /// none. Publishes of one turn of the event loop leave together.
    func publish(_ message: BusMessage, completion: @escaping (Result<UInt64, PublishError>) -> Void)
    /// Ends the connections for good.
    func stop()
}

/// What a backplane tells the node.
struct BackplaneEvents {
    /// One payload, in the order of the backplane.
    var received: (BackplanePayload) -> Void
    /// What one read brought has been handed over: the time to write to clients.
    var turnEnded: () -> Void
    var state: (BackplaneState) -> Void
}

/// What a backplane says about its connections.
enum BackplaneState: Hashable, Sendable {
    /// Messages of other nodes arrive from now on.
    case subscribed
    /// Until the next `subscribed` messages of other nodes are missed.
    case lost(reason: String)
    /// It will never work with these settings: wrong password, a cluster, a server that is too old.
    case refused(reason: String)
}
