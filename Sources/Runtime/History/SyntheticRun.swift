package import Core

/// A run that never was, of any size, with violations planted in it: what checker, explanation and report are measured on.
///
/// A few nodes on one Redis carry every message to every client, in order. The histories are those that a real run leaves, those
/// of nodes and witness included.
package struct SyntheticRun: Sendable {
    package var clients: Int
    package var publishers: Int
    package var nodes: Int
    /// Messages in all, the final ones included.
    package var messages: Int
    /// Client processes, one history each.
    package var processes: Int
    /// Violations in all, more or less: a quarter each of losses between a node and a client, of losses while the subscription
    /// of the last node was down, of second copies, and of messages out of order. ``planned`` has the exact numbers.
    package var violations: Int

    /// A planted violation, by what is done with a delivery.
    enum Defect {
        case lost
        case doubled
        /// It comes behind the next message of its publisher.
        case late
        /// The next message, which lets that one pass.
        case overtaking
    }

    let places: SyntheticPlaces

    /// - Parameter deliveries: in all, of which every client gets as many; at least two messages per publisher.
    package init(
        clients: Int,
        publishers: Int,
        deliveries: Int,
        nodes: Int = 2,
        processes: Int = 2,
        violations: Int = 0
    ) {
        self.clients = clients
        self.publishers = publishers
        self.nodes = min(nodes, clients)
        messages = max(2, deliveries / clients / publishers) * publishers
        self.processes = min(processes, clients)
        self.violations = violations
        places = SyntheticPlaces(
            messages: messages,
            publishers: publishers,
            clients: clients,
            nodes: self.nodes,
            violations: violations
        )
    }

    /// How many violations of each class there are.
    package var planned: [ViolationClass: Int] { places.planned }

    static let run = RunID(0xBE7C_0001)
    /// When the processes began, nanoseconds; traffic begins one second later.
    static let start: UInt64 = 1_000_000_000

    var trafficBegan: UInt64 { Self.start + 1_000_000_000 }
    /// From one message to the next, nanoseconds: a minute in all, unless there are too many.
    private var step: UInt64 { max(200_000, 60_000_000_000 / UInt64(messages)) }

    /// When a message is sent, by its number from 0.
    func sentAt(_ message: Int) -> UInt64 { trafficBegan + UInt64(message) * step }

    var end: UInt64 { sentAt(messages) + 1_000_000_000 }

    func publisher(of message: Int) -> UInt32 { UInt32(message % publishers + 1) }
    func sequence(of message: Int) -> UInt32 { UInt32(message / publishers + 1) }
    /// The client that carries a publisher.
    func carrier(of publisher: UInt32) -> Int { (Int(publisher) - 1) % clients + 1 }
    func node(of client: Int) -> UInt32 { UInt32(client % nodes + 1) }
    /// Whether a client is at the node whose subscription was down, the last one.
    func isOut(_ client: Int) -> Bool { node(of: client) == nodes }
    func clientCount(of node: UInt32) -> Int { (1...clients).count { self.node(of: $0) == node } }
    func clients(of process: Int) -> [Int] { (1...clients).filter { $0 % processes == process } }

    /// `run.json` of its folder.
    package var manifest: RunManifest {
        RunManifest(
            run: Self.run,
            seed: 1,
            scenario: "bench-checker",
            backplane: .pubsub,
            nodes: (1...nodes).map { NodeID(UInt32($0)) },
            clients: (1...clients).map { ManifestClient(client: ClientID(UInt32($0))) },
            audiences: [.all],
            publishers: (1...publishers).map {
                let number = UInt32($0)
                return ManifestPublisher(
                    publisher: PublisherID(number),
                    client: ClientID(UInt32(carrier(of: number)))
                )
            },
            faults: places.outage.isEmpty
                ? [] : [ManifestFault(number: 1, name: "redis.kill-clients", target: "n\(nodes)")],
            expectation: Expectation(),
            histories: ["histories/orchestrator.history"]
                + (1...nodes).map { "histories/n\($0).history" }
                + (1...processes).map { "histories/clients-\($0).history" } + ["histories/witness-r1.history"]
        )
    }
}
