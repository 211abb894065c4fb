/// Everything a client process is told at its start: the first line on its stdin, as JSON.
package struct ClientSettings: Codable, Hashable, Sendable {
    package var run: RunID
    package var seed: UInt64
    /// Number of this process, from 1.
    package var process: Int
    package var nodes: [NodeAddress]
    package var clients: [ClientPlan]
    package var publishers: [PublisherPlan]
    /// What audience numbers mean, for the whole run.
    package var audiences: [Audience]
    package var reconnect: ReconnectPolicy
    /// Connections being opened at the same time.
    package var connectConcurrency: Int
    package var history: String?

    package init(
        run: RunID,
        seed: UInt64,
        process: Int,
        nodes: [NodeAddress],
        clients: [ClientPlan],
        publishers: [PublisherPlan],
        audiences: [Audience],
        reconnect: ReconnectPolicy,
        connectConcurrency: Int = 64,
        history: String? = nil
    ) {
        self.run = run
        self.seed = seed
        self.process = process
        self.nodes = nodes
        self.clients = clients
        self.publishers = publishers
        self.audiences = audiences
        self.reconnect = reconnect
        self.connectConcurrency = connectConcurrency
        self.history = history
    }
}

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

/// One synthetic client.
package struct ClientPlan: Codable, Hashable, Sendable {
    package var client: ClientID
    /// The node it connects to first.
    package var node: NodeID
    /// Comes back to the same node only; otherwise each attempt goes to the next node in turn.
    package var sticky: Bool
    package var user: String?
    /// Groups it joins before traffic begins, as audience numbers.
    package var groups: [AudienceNumber]

    package init(
        client: ClientID,
        node: NodeID,
        sticky: Bool = false,
        user: String? = nil,
        groups: [AudienceNumber] = []
    ) {
        self.client = client
        self.node = node
        self.sticky = sticky
        self.user = user
        self.groups = groups
    }
}

/// One source of numbered messages. It sends through the connection of `client`, to its audiences in turn.
package struct PublisherPlan: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var client: ClientID
    package var audiences: [AudienceNumber]
    /// Messages in all, without the final sentinels; nil goes on until told to finish.
    package var count: Int?
    /// Messages per second of this publisher; nil is as fast as the window allows.
    package var ratePerSecond: Double?
    /// Time from the start of traffic to its first message.
    package var delayMilliseconds: Int
    /// Bytes of the whole payload.
    package var size: Int
    /// Publishes that may be unanswered at the same time.
    package var window: Int
    package var retry: RetryPolicy

    package init(
        publisher: PublisherID,
        client: ClientID,
        audiences: [AudienceNumber],
        count: Int?,
        ratePerSecond: Double?,
        delayMilliseconds: Int = 0,
        size: Int,
        window: Int,
        retry: RetryPolicy
    ) {
        self.publisher = publisher
        self.client = client
        self.audiences = audiences
        self.count = count
        self.ratePerSecond = ratePerSecond
        self.delayMilliseconds = delayMilliseconds
        self.size = size
        self.window = window
        self.retry = retry
    }
}

/// What a client does when it has lost its connection.
package enum ReconnectPolicy: String, Codable, Hashable, Sendable, CaseIterable {
    /// It stays away.
    case never
    /// It begins a new life: nothing that was sent meanwhile is owed to it.
    case fresh
    /// It asks to go on where it was, and begins a new life only when that was given up.
    case resume
}

/// What a publisher does when a publish was not acknowledged.
package enum RetryPolicy: String, Codable, Hashable, Sendable, CaseIterable {
    case never
    /// The same message again until it is acknowledged or traffic is given up.
    case untilAcknowledged = "until-acknowledged"
}
