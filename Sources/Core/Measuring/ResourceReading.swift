/// A resource while the nodes served nobody yet, and after all clients have left again, as the orchestrator read it from
/// outside. Growth is a leak. Stored in the manifest, so that a stored run is judged by the same figures.
package struct ResourceReading: Codable, Hashable, Sendable {
    package enum Resource: String, Codable, Hashable, Sendable, CaseIterable {
        /// Connections of nodes that the data servers of Redis count together.
        case redisClients = "redis-clients"
        /// Channels and patterns that somebody is subscribed to, on all data servers together.
        case channels
        /// Keys of all databases of a data server, without the counters of the backplane.
        case keys
        /// Sockets of a node.
        case sockets
        /// Own memory (RssAnon) of a node, bytes.
        case memory
    }

    package var resource: Resource
    /// `redis` for all data servers together, `r1`, `n2`.
    package var owner: String
    package var before: Int
    package var after: Int

    package init(resource: Resource, owner: String, before: Int, after: Int) {
        self.resource = resource
        self.owner = owner
        self.before = before
        self.after = after
    }

    package var growth: Int {
        let (difference, overflows) = after.subtractingReportingOverflow(before)
        return overflows ? .max : max(0, difference)
    }
}
