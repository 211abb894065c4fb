/// One node in figures.
package struct NodeSummary: Codable, Hashable, Sendable {
    package var node: NodeID
    /// Clients that were connected to it at some time.
    package var clients = 0
    /// First copies that its clients got.
    package var delivered = 0
    /// What its clients were owed and did not get.
    package var lost = 0
    /// None of its clients heard a probe of any other node after the last healing, although they were shown alive: nothing
    /// reaches it any more (DESIGN section 5, "deaf node"). Nil where it could not be told.
    package var deaf: Bool?
    /// Nodes that hear each other at the end have one number, from 1; nil where it could not be told.
    package var island: Int?
    /// Nodes whose probes its clients heard, and nodes whose probes they should have heard and did not, itself included.
    /// Nodes in neither list sent no probe that was acknowledged, or nobody here was shown to have been there to hear it.
    package var hears: [NodeID] = []
    package var misses: [NodeID] = []

    package init(node: NodeID) {
        self.node = node
    }
}
