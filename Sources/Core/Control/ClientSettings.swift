/// Everything a client process is told at its start: the first line on its stdin, as JSON.
package struct ClientSettings: Codable, Hashable, Sendable {
    package var run: RunID
    package var seed: UInt64
    /// Number of this process, from 1.
    package var process: Int
    package var nodes: [NodeAddress]
    /// Port on 127.0.0.1 of the balancer in front of the nodes. Every connection goes there, and no ``ClientPlan/node`` means
    /// anything: which node took it is in the header ``NodeHeader/name`` of every answer. Nil where there is none.
    package var balancer: UInt16?
    package var clients: [ClientPlan]
    package var publishers: [PublisherPlan]
    /// What audience numbers mean, for the whole run.
    package var audiences: [Audience]
    package var reconnect: ReconnectPolicy
    package var routing: ClientRouting
    /// Nil counts nobody separately.
    package var watched: WatchedSubjects?
    /// Connections being opened at the same time.
    package var connectConcurrency: Int
    package var history: String?
    /// The hub has sessions (docs/stream.md): what has to be retried goes through one, and so do final messages; nil is no.
    package var sessions: Bool?

    package init(
        run: RunID,
        seed: UInt64,
        process: Int,
        nodes: [NodeAddress],
        balancer: UInt16? = nil,
        clients: [ClientPlan],
        publishers: [PublisherPlan],
        audiences: [Audience],
        reconnect: ReconnectPolicy,
        routing: ClientRouting = .placed,
        watched: WatchedSubjects? = nil,
        connectConcurrency: Int = 64,
        history: String? = nil,
        sessions: Bool? = nil
    ) {
        self.run = run
        self.seed = seed
        self.process = process
        self.nodes = nodes
        self.balancer = balancer
        self.clients = clients
        self.publishers = publishers
        self.audiences = audiences
        self.reconnect = reconnect
        self.routing = routing
        self.watched = watched
        self.connectConcurrency = connectConcurrency
        self.history = history
        self.sessions = sessions
    }

    /// Descriptors that a client process opens at most: a socket per client, two more for each that is being connected, and
    /// the process's own.
    package static func descriptorsNeeded(clients: Int, connectConcurrency: Int = 64) -> Int {
        clients + 2 * max(1, connectConcurrency) + 64
    }
}
