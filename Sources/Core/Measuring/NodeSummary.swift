/// One node in figures.
package struct NodeSummary: Codable, Hashable, Sendable {
    package var node: NodeID
    /// Clients that were connected to it at some time.
    package var clients = 0
    /// First copies that its clients got.
    package var delivered = 0
    /// What its clients were owed and did not get.
    package var lost = 0
    /// None of its clients got a final message although they were shown alive: nothing reaches it any more
    /// (DESIGN section 5, "deaf node").
    package var deaf = false
    /// Nodes that hear each other at the end have one number; nil where it could not be told.
    package var island: Int?

    package init(node: NodeID) {
        self.node = node
    }
}
