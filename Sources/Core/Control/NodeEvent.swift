/// One line that a node writes on its stdout.
package enum NodeEvent: Hashable, Sendable {
    /// The server accepts connections on 127.0.0.1 at this port. The first line of every node.
    case listening(port: UInt16)
    /// The backplane subscription is confirmed: from now on messages of other nodes arrive.
    case ready
    /// The backplane was lost, or is back and subscribed again.
    case backplane(subscribed: Bool, reason: String)
    /// The node cannot go on; it exits with `code` after this line.
    case failed(message: String, code: ExitCode)
    /// The answer to ``NodeCommand/status``.
    case status(connections: Int, backplaneSubscribed: Bool)
    /// What became of a failpoint.
    case failpoint(FailpointReport)
}
