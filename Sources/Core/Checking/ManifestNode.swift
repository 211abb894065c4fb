/// A node as the checker has to know it.
package struct ManifestNode: Codable, Hashable, Sendable {
    package var node: NodeID
    /// Its application; nil where a run has only one.
    package var app: String?

    package init(node: NodeID, app: String? = nil) {
        self.node = node
        self.app = app
    }
}
