/// What the checker has to know about a run besides its histories. Stored as `run.json` in the run folder, so that a
/// stored run can be judged again.
package struct RunManifest: Codable, Hashable, Sendable {
    package var run: RunID
    package var seed: UInt64
    package var scenario: String
    package var backplane: BackplaneKind
    package var nodes: [NodeID]
    package var clients: [ManifestClient]
    /// What audience numbers mean. Number 0 is the first.
    package var audiences: [Audience]
    /// Index = publisher number - 1.
    package var publishers: [ManifestPublisher]
    package var faults: [ManifestFault]
    package var expectation: Expectation
    /// Every history file of the run, relative to the run folder. A file that is missing makes the run inconclusive.
    package var histories: [String]
    /// What clients do that lost their connection; with `never`, one that stays away is no gap in the record.
    package var reconnect: ReconnectPolicy?

    package init(
        run: RunID,
        seed: UInt64,
        scenario: String,
        backplane: BackplaneKind,
        nodes: [NodeID],
        clients: [ManifestClient],
        audiences: [Audience],
        publishers: [ManifestPublisher],
        faults: [ManifestFault],
        expectation: Expectation,
        histories: [String],
        reconnect: ReconnectPolicy? = nil
    ) {
        self.run = run
        self.seed = seed
        self.scenario = scenario
        self.backplane = backplane
        self.nodes = nodes
        self.clients = clients
        self.audiences = audiences
        self.publishers = publishers
        self.faults = faults
        self.expectation = expectation
        self.histories = histories
        self.reconnect = reconnect
    }
}

package struct ManifestClient: Codable, Hashable, Sendable {
    package var client: ClientID
    package var user: String?

    package init(client: ClientID, user: String? = nil) {
        self.client = client
        self.user = user
    }
}

package struct ManifestPublisher: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var client: ClientID

    package init(publisher: PublisherID, client: ClientID) {
        self.publisher = publisher
        self.client = client
    }
}

/// A fault of the scenario: its number in the histories, and how it is called in reports.
package struct ManifestFault: Codable, Hashable, Sendable {
    /// From 1.
    package var number: Int
    /// For example `redis.restart`.
    package var name: String
    /// For example `n2`.
    package var target: String

    package init(number: Int, name: String, target: String) {
        self.number = number
        self.name = name
        self.target = target
    }
}
