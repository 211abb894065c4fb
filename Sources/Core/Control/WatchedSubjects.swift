/// Of whom a client process counts separately, because a trigger of the scenario names them.
package struct WatchedSubjects: Codable, Hashable, Sendable {
    /// Their deliveries, and how often they lost a connection and try to come back.
    package var clients: [ClientID]
    /// Their publishes.
    package var publishers: [PublisherID]
    /// The clients that are connected to them now.
    package var nodes: [NodeID]

    package init(clients: [ClientID] = [], publishers: [PublisherID] = [], nodes: [NodeID] = []) {
        self.clients = clients
        self.publishers = publishers
        self.nodes = nodes
    }

    package var isEmpty: Bool { clients.isEmpty && publishers.isEmpty && nodes.isEmpty }
}

/// What was counted of ``WatchedSubjects``.
package struct WatchedCounts: Codable, Hashable, Sendable {
    package var delivered: [ClientID: Int] = [:]
    /// Each message once.
    package var published: [PublisherID: Int] = [:]
    /// Now.
    package var connected: [NodeID: Int] = [:]
    /// Losses of a connection that the client tries to make good.
    package var reconnecting: [ClientID: Int] = [:]

    package init() {}
}
