/// Of whom a client process counts separately, because a trigger of the scenario names them.
package struct WatchedSubjects: Codable, Hashable, Sendable {
    /// Their deliveries, and how often they lost a connection and try to come back.
    package var clients: [ClientID]
    /// Their publishes.
    package var publishers: [PublisherID]
    /// The clients that are connected to them now.
    package var nodes: [NodeID]
    /// The confirmed memberships in them now.
    package var groups: [String]

    package init(clients: [ClientID] = [], publishers: [PublisherID] = [], nodes: [NodeID] = [], groups: [String] = [])
    {
        self.clients = clients
        self.publishers = publishers
        self.nodes = nodes
        self.groups = groups
    }

    package var isEmpty: Bool { clients.isEmpty && publishers.isEmpty && nodes.isEmpty && groups.isEmpty }
}

/// What was counted of ``WatchedSubjects``.
package struct WatchedCounts: Codable, Hashable, Sendable {
    package var delivered: [ClientID: Int] = [:]
    /// Each message once.
    package var published: [PublisherID: Int] = [:]
    /// Now.
    package var connected: [NodeID: Int] = [:]
    /// Now.
    package var joined: [String: Int] = [:]
    /// Losses of a connection that the client tries to make good.
    package var reconnecting: [ClientID: Int] = [:]

    package init() {}
}
