/// How a client process finds the node for an attempt to connect.
package enum ClientRouting: String, Codable, Hashable, Sendable, CaseIterable {
    /// The planned node first; later the same again for clients that are sticky, the next in turn for the others.
    case placed
    /// The node with the fewest connections of this process, those being opened included.
    case leastConnections = "least-connections"
    /// All clients of the process in turn over the nodes that are well; over all when none is.
    case healthAware = "health-aware"
}
