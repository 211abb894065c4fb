/// Where a node takes clients.
package struct NodeAddress: Codable, Hashable, Sendable {
    package var node: NodeID
    package var host: String
    package var port: UInt16
    /// The application that it serves; nil where a run has only one.
    package var app: String?
    /// What was last seen of the node: it listens and its subscription is confirmed.
    package var isWell: Bool
    /// Whom this address is for; it then takes the place of the node's own. Nil is everyone.
    package var client: ClientID?

    package init(
        node: NodeID,
        host: String = "127.0.0.1",
        port: UInt16,
        app: String? = nil,
        isWell: Bool = true,
        client: ClientID? = nil
    ) {
        self.node = node
        self.host = host
        self.port = port
        self.app = app
        self.isWell = isWell
        self.client = client
    }
}
