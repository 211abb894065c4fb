/// Where a node takes clients.
package struct NodeAddress: Codable, Hashable, Sendable {
    package var node: NodeID
    package var host: String
    package var port: UInt16

    package init(node: NodeID, host: String = "127.0.0.1", port: UInt16) {
        self.node = node
        self.host = host
        self.port = port
    }
}
