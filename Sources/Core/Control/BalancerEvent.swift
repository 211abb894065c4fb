/// One line that a balancer writes on its stdout.
package enum BalancerEvent: Hashable, Sendable {
    /// Connections are taken on 127.0.0.1 at this port. The first line.
    case listening(port: UInt16)
    /// A node counts as well, or not, from now on.
    case health(node: NodeID, isUp: Bool, reason: String)
    /// The answer to ``BalancerCommand/status``.
    case status([BalancedNode])
    /// The process cannot go on; it exits with `code` after this line.
    case failed(message: String, code: ExitCode)
}

/// What a balancer knows of one node.
package struct BalancedNode: Codable, Hashable, Sendable {
    package var node: NodeID
    package var isUp: Bool
    /// That are open now.
    package var connections: Int
    /// That it ever got.
    package var total: Int

    package init(node: NodeID, isUp: Bool, connections: Int, total: Int) {
        self.node = node
        self.isUp = isUp
        self.connections = connections
        self.total = total
    }
}
