/// One synthetic client.
package struct ClientPlan: Codable, Hashable, Sendable {
    package var client: ClientID
    /// Its application: it goes to the nodes of that one only. Nil where a run has only one.
    package var app: String?
    /// The node it connects to first.
    package var node: NodeID
    /// Comes back to the same node only; otherwise each attempt goes to the next node in turn.
    package var sticky: Bool
    package var user: String?
    /// Groups it joins before traffic begins, as audience numbers.
    package var groups: [AudienceNumber]
    /// It stays away until it is told to open its connection.
    package var isLate: Bool

    package init(
        client: ClientID,
        app: String? = nil,
        node: NodeID,
        sticky: Bool = false,
        user: String? = nil,
        groups: [AudienceNumber] = [],
        isLate: Bool = false
    ) {
        self.client = client
        self.app = app
        self.node = node
        self.sticky = sticky
        self.user = user
        self.groups = groups
        self.isLate = isLate
    }
}
