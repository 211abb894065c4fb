/// One client in figures.
package struct ClientSummary: Codable, Hashable, Sendable {
    package var client: ClientID
    /// Its application; nil where a run has only one.
    package var app: String?
    package var user: String?
    /// Where it was connected last.
    package var node: NodeID?
    package var lives = 0
    /// Connections that went on with a life.
    package var resumes = 0
    package var disconnects = 0
    package var delivered = 0
    package var expected = 0
    package var redeliveries = 0
    package var lost = 0
    package var duplicated = 0
    package var outOfOrder = 0
    /// Misrouted, phantom, aborted and corrupted together.
    package var strays = 0
    /// It proved that its connection answered after the end of traffic.
    package var alive = false

    package init(client: ClientID, app: String? = nil, user: String?) {
        self.client = client
        self.app = app
        self.user = user
    }
}
