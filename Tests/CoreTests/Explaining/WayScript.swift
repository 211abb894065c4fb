import Core

/// A run of two or more nodes whose hops are all recorded, told with what goes wrong: clients c1, c2 ... spread over the
/// nodes in turn, publisher p1 carried by c1. A message takes a hundred microseconds.
struct WayScript {
    /// What one message meets on its way.
    struct Way {
        var isAccepted = true
        var isWritten = true
        var isCarried = true
        /// How often each node receives it; all others once.
        var received: [UInt32: Int] = [:]
        /// It passes the link of the sending node to Redis, and those of nodes from Redis, where there are such links; as
        /// often as it is written and received where it is not said.
        var sentOut: Int?
        var tapped: [UInt32: Int] = [:]
        /// Copies that each node hands to each of its clients.
        var handed: [UInt32: Int] = [:]
        /// Copies that each client gets, where it differs from what its node hands.
        var seen: [UInt32: Int] = [:]
        var id: UInt64?
    }

    let nodes: UInt32
    let clients: UInt32
    /// Publisher p1 is carried by c1, p2 by c2 and so on.
    var publishers: UInt32 = 1
    var records: [HistoryRecord] = []
    var nodeRecords: [[HistoryRecord]]
    var orchestrator: [HistoryRecord] = []
    var time: UInt64 = 1_000_000
    var expectation = Core.Expectation()
    var backplane = BackplaneKind.signalr
    var faults: [ManifestFault] = []
    /// What the witness of r1 recorded; empty where there is none.
    var witnessRecords: [HistoryRecord] = []
    /// What links recorded; empty where there are none.
    var linkRecords: [HistoryRecord] = []
    /// The nodes record hops.
    var hasHops = true
    /// Nodes whose history is missing.
    var missing: Set<UInt32> = []
    /// Nodes that were killed: their histories have no end.
    var killed: Set<UInt32> = []
    private var nextSequence: UInt32 = 1
    private var nextID: UInt64 = 1

    init(nodes: UInt32 = 2, clients: UInt32 = 6) {
        self.nodes = nodes
        self.clients = clients
        nodeRecords = (1...nodes).map { _ in [] }
        for node in 1...nodes { backplane(node, isSubscribed: true) }
        for client in 1...clients { connect(client) }
    }

    func home(_ client: UInt32) -> UInt32 { (client - 1) % nodes + 1 }

    func clients(of node: UInt32) -> [UInt32] { (1...clients).filter { home($0) == node } }

    mutating func tick(_ nanoseconds: UInt64 = 1_000) -> UInt64 {
        time += nanoseconds
        return time
    }

    mutating func connect(_ client: UInt32, _ start: ConnectionStart = .fresh, node: UInt32? = nil) {
        records.append(
            HistoryRecord(
                .connected,
                subject: client,
                time: tick(),
                flags: start.rawValue,
                detail: UInt16(node ?? home(client))
            )
        )
    }

    mutating func disconnect(_ client: UInt32) {
        records.append(
            HistoryRecord(
                .disconnected,
                subject: client,
                time: tick(),
                flags: DisconnectReason.lost.rawValue,
                detail: UInt16(home(client))
            )
        )
    }

    mutating func backplane(_ node: UInt32, isSubscribed: Bool) {
        nodeRecords[Int(node) - 1].append(
            HistoryRecord(.backplane, subject: node, time: tick(), flags: isSubscribed ? 1 : 0)
        )
    }

    mutating func fault(_ kind: HistoryKind, _ number: UInt32) {
        orchestrator.append(HistoryRecord(kind, subject: number, time: tick(), detail: 1))
    }

    /// Redis is restarted as fault 1, and n2 loses its subscription with it.
    mutating func beginRestart() {
        faults = [ManifestFault(number: 1, name: "redis.restart", target: "r1")]
        fault(.faultInvoked, 1)
        fault(.faultObserved, 1)
        backplane(2, isSubscribed: false)
    }

    /// Fault 1 is over; whether n2 is subscribed again is another matter.
    mutating func endRestart() {
        fault(.healInvoked, 1)
        fault(.healObserved, 1)
    }

    mutating func hop(
        _ kind: HistoryKind,
        _ node: UInt32,
        _ sequence: UInt32,
        publisher: UInt32 = 1,
        extra: UInt64 = 0
    ) {
        guard hasHops else { return }
        nodeRecords[Int(node) - 1].append(
            HistoryRecord(kind, subject: node, time: tick(), publisher: publisher, sequence: sequence, extra: extra)
        )
    }

    mutating func deliver(_ sequence: UInt32, to client: UInt32, publisher: UInt32 = 1, sentAt: UInt64 = 0) {
        records.append(
            HistoryRecord(
                .delivered,
                subject: client,
                time: tick(),
                publisher: publisher,
                sequence: sequence,
                extra: sentAt
            )
        )
    }

    mutating func carry(_ sequence: UInt32, publisher: UInt32 = 1, id: UInt64) {
        witnessRecords.append(
            HistoryRecord(.carried, subject: 1, time: tick(), publisher: publisher, sequence: sequence, extra: id)
        )
    }

    /// The log of an application has nothing above this index any more.
    mutating func logWentBack(to index: UInt64, app: UInt16 = 0) {
        witnessRecords.append(HistoryRecord(.logWentBack, subject: 1, time: tick(), detail: app, extra: index))
    }

    /// A node has links to Redis and from it.
    mutating func link(_ node: UInt32) {
        for place in LinkTap.Place.allCases {
            linkRecords.append(HistoryRecord(.tapOpened, subject: node, time: tick(), detail: place.rawValue))
        }
    }

    private mutating func tap(_ node: UInt32, _ place: LinkTap.Place, _ sequence: UInt32, times: Int) {
        guard linkRecords.contains(where: { $0.subject == node }) else { return }
        for _ in 0..<times {
            linkRecords.append(
                HistoryRecord(
                    .tapped,
                    subject: node,
                    time: tick(),
                    detail: place.rawValue,
                    publisher: 1,
                    sequence: sequence
                )
            )
        }
    }

    /// A message of a publisher comes into Redis, and no further.
    mutating func write(_ sequence: UInt32, by publisher: UInt32) {
        publish(.publishInvoked, sequence, flags: 0, publisher: publisher)
        hop(.accepted, home(publisher), sequence, publisher: publisher)
        if !witnessRecords.isEmpty { carry(sequence, publisher: publisher, id: 0) }
        hop(.written, home(publisher), sequence, publisher: publisher)
        publish(.publishEnded, sequence, flags: Outcome.ok.rawValue, publisher: publisher)
    }

    /// A node hands a message to its clients, and these see it.
    mutating func hand(_ sequence: UInt32, by publisher: UInt32, at node: UInt32) {
        hop(.handed, node, sequence, publisher: publisher, extra: UInt64(clients(of: node).count))
        for client in clients(of: node) { deliver(sequence, to: client, publisher: publisher) }
    }

    mutating func witness(isListening: Bool) {
        witnessRecords.append(HistoryRecord(isListening ? .witnessListening : .witnessDeaf, subject: 1, time: tick()))
    }

    /// Messages that all go the same way.
    @discardableResult
    mutating func send(_ count: Int = 1, sentinel: Bool = false, _ change: (inout Way) -> Void = { _ in }) -> UInt32 {
        var way = Way()
        change(&way)
        for _ in 0..<count { sendOne(way, sentinel: sentinel) }
        return nextSequence - 1
    }

    private mutating func sendOne(_ way: Way, sentinel: Bool) {
        let sequence = nextSequence
        nextSequence += 1
        publish(.publishInvoked, sequence, flags: sentinel ? PublishFlags.sentinel.rawValue : 0)
        if way.isAccepted { hop(.accepted, 1, sequence) }
        let id = way.id ?? nextID
        tap(1, .toRedis, sequence, times: way.sentOut ?? (way.isWritten ? 1 : 0))
        if way.isWritten, way.isCarried, !witnessRecords.isEmpty { carry(sequence, id: id) }
        if way.id == nil { nextID += 1 }
        if way.isWritten { hop(.written, 1, sequence, extra: id) }
        publish(.publishEnded, sequence, flags: Outcome.ok.rawValue)
        for node in 1...nodes {
            let copies = way.received[node] ?? (way.isWritten ? 1 : 0)
            tap(node, .fromRedis, sequence, times: way.tapped[node] ?? copies)
            for _ in 0..<copies { hop(.received, node, sequence, extra: id) }
            let handed = copies == 0 ? 0 : way.handed[node] ?? 1
            if handed > 0 { hop(.handed, node, sequence, extra: UInt64(handed * clients(of: node).count)) }
            for client in clients(of: node) {
                for _ in 0..<(way.seen[client] ?? handed) { deliver(sequence, to: client) }
            }
        }
    }

    mutating func publish(
        _ kind: HistoryKind,
        _ sequence: UInt32,
        flags: UInt8,
        attempt: UInt16 = 1,
        publisher: UInt32 = 1
    ) {
        records.append(
            HistoryRecord(
                kind,
                subject: publisher,
                time: tick(),
                flags: flags,
                detail: attempt,
                publisher: publisher,
                sequence: sequence
            )
        )
    }

    /// Ends the run with a final message that all see, and the answers of all clients.
    func verdict() -> Verdict {
        var script = self
        script.send(sentinel: true)
        script.answer()
        return Checker.check(script.manifest, script.sources)
    }

    /// All clients prove that they are there.
    mutating func answer() {
        for client in 1...clients { records.append(HistoryRecord(.alive, subject: client, time: tick())) }
    }

    var manifest: RunManifest {
        RunManifest(
            run: RunID(0xAB),
            seed: 1,
            scenario: "ways",
            backplane: backplane,
            nodes: (1...nodes).map { NodeID($0) },
            clients: (1...clients).map { ManifestClient(client: ClientID($0)) },
            audiences: [.all],
            publishers: (1...publishers).map { ManifestPublisher(publisher: PublisherID($0), client: ClientID($0)) },
            faults: faults,
            expectation: expectation,
            histories: ["clients", "orchestrator"] + (1...nodes).map { "n\($0).history" }
                + (witnessRecords.isEmpty ? [] : ["witness-r1.history"])
                + (linkRecords.isEmpty ? [] : ["links.history"])
        )
    }

    var sources: [HistoryBytes] {
        [
            HistoryBytes(name: "clients", header: header(.client, 1), records: records),
            HistoryBytes(name: "orchestrator", header: header(.orchestrator, 1), records: orchestrator),
        ]
            + (1...nodes).filter { !missing.contains($0) }.map { node in
                HistoryBytes(
                    name: "n\(node).history",
                    header: header(.node, node),
                    records: nodeRecords[Int(node) - 1],
                    closed: !killed.contains(node)
                )
            }
            + (witnessRecords.isEmpty
                ? [] : [HistoryBytes(name: "witness-r1.history", header: header(.witness, 1), records: witnessRecords)])
            + (linkRecords.isEmpty
                ? [] : [HistoryBytes(name: "links.history", header: header(.links, 1), records: linkRecords)])
    }

    private func header(_ role: HistoryRole, _ process: UInt32) -> HistoryHeader {
        HistoryHeader(role: role, process: process, run: RunID(0xAB), clockDomain: 7, openedAt: 1)
    }
}
