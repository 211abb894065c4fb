/// Why a client lost its connection.
package enum DisconnectReason: UInt8, Sendable {
    /// The client closed it in good order.
    case closed = 0
    /// The server or the network ended it.
    case lost = 1
    /// The harness dropped it, as a fault.
    case dropped = 2
    /// The keep-alive timeout passed in silence.
    case silent = 3
    /// The server told the client to stop.
    case refused = 4
    /// The client closed it in good order because a fault wanted it to go; it is missed by nobody.
    case departed = 5
    /// The server told the client that messages may be missing, and its life ends: ``ToldGap``.
    case told = 6
}
