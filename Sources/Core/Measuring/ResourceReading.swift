/// A resource before traffic and after everything has settled, as the orchestrator read it from outside. A difference is
/// a leak. Stored in the manifest, so that a stored run is judged by the same figures.
package struct ResourceReading: Codable, Hashable, Sendable {
    package enum Resource: String, Codable, Hashable, Sendable, CaseIterable {
        /// Connections that Redis counts, without the orchestrator's own.
        case redisClients = "redis-clients"
        /// Channels that somebody is subscribed to.
        case channels
        /// Keys of all databases.
        case keys
        /// Sockets of a node.
        case sockets
        /// Own memory (RssAnon) of a node, bytes.
        case memory
    }

    package var resource: Resource
    /// `r1`, `n2`.
    package var owner: String
    package var before: Int
    package var after: Int

    package init(resource: Resource, owner: String, before: Int, after: Int) {
        self.resource = resource
        self.owner = owner
        self.before = before
        self.after = after
    }
}
