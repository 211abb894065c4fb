/// What the checker has to know about a run besides its histories. Stored as `run.json` in the run folder, so that a
/// stored run can be judged again.
package struct RunManifest: Codable, Hashable, Sendable {
    /// Version of this file; nil stands for 1. Another version is not judged.
    package var format: Int?
    package var run: RunID
    package var seed: UInt64
    package var scenario: String
    package var backplane: BackplaneKind
    package var nodes: [NodeID]
    /// Those that served when the clients had ended their traffic: of each it has to be known whether it is deaf. Nil where
    /// the run did not come so far, or nobody told.
    package var nodesAtEnd: [ManifestNode]?
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
    /// Read from outside before traffic and at the end; nil where nobody looked.
    package var resources: [ResourceReading]?
    /// What could not be read of those; nil is nothing.
    package var unread: [UnreadResource]?
    /// Judged by the contract alone, whatever the scenario is there to reproduce; nil is no.
    package var isStrict: Bool?

    /// The version that this code reads and writes.
    package static let currentFormat = 1

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
        reconnect: ReconnectPolicy? = nil,
        resources: [ResourceReading]? = nil,
        isStrict: Bool? = nil
    ) {
        format = Self.currentFormat
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
        self.resources = resources
        self.isStrict = isStrict
    }
}
