import Stream

/// Everything at once: data servers, sentinels, nodes with the machines that ship, publishers, clients, and the oracle. A step
/// changes it; after every step the invariants hold, or `violation` says which does not.
package struct World: Sendable {
    package let settings: ModelSettings
    var servers: [DataServer]
    /// Whom the sentinels promoted last, and whom before.
    var master = 0
    var earlierMaster = 0
    var processes: [Int]
    var nextReign = 1
    var nextLink = 1
    var nodes: [ModelNode]
    var publishers: [ModelPublisher]
    var clients: [ModelClient]
    /// Connections that nodes have left with commands in them.
    var strays: [ModelConnection] = []
    var strayRequests: [StrayRequest] = []
    /// Where dedupe state is kept that is not in the log (a defect).
    var elsewhere: [Dataset.Session] = []
    var canon = Canon()
    var now: UInt64 = 1_000
    var nextMessage = 0
    /// An assumption was really broken: loss is possible, but must be told.
    var isBroken = false
    /// The highest floor that any server ever had.
    var highestFloor: LogIndex = 0
    package private(set) var violation: Violation?
    /// What has happened so far.
    package internal(set) var coverage = Coverage()
    /// Steps in words, when asked for.
    package var narration: [String]?

    package init(_ settings: ModelSettings, seed: UInt64) {
        self.settings = settings
        servers = (0..<settings.servers).map { number in
            var server = DataServer()
            if number > 0 { server.upstream = DataServer.UpLink(master: 0) }
            if !settings.assumptions.contains(.durable) { server.durable = Dataset() }
            return server
        }
        processes = Array(repeating: 0, count: settings.servers)
        let addresses = (0..<settings.servers).map { Self.address($0) }
        nodes = (0..<settings.nodes).map { number in
            ModelNode(logic: Self.node(number, settings, addresses, seed: seed &+ UInt64(number) &* 7_919))
        }
        publishers = (0..<settings.publishers).map { _ in
            ModelPublisher(logic: Publisher(measures: settings.measures, windowMax: 4))
        }
        clients = (0..<settings.clients).map { _ in ModelClient() }
        for node in nodes.indices {
            nodes[node].logic.start()
            drain(node: node)
        }
    }

    static func address(_ server: Int) -> ServerAddress { ServerAddress(host: "s", port: UInt16(server + 1)) }

    static func node(
        _ number: Int,
        _ settings: ModelSettings,
        _ addresses: [ServerAddress],
        seed: UInt64
    ) -> LogNode {
        let participant = ParticipantSettings(
            node: "n\(number)",
            servers: addresses,
            measures: settings.measures,
            batchEntriesMax: 4,
            readEntriesMax: 4,
            readBytesMax: 64,
            fetchesMax: 2,
            pendingEntriesMax: 12,
            deliveryBytesMax: 64,
            deliveryEntriesMax: 3
        )
        let node = LogNodeSettings(
            participant: participant,
            recentEntriesMax: settings.recentEntriesMax,
            frameBytesMax: 64,
            leaseLagMilliseconds: 2_000,
            leaseRenewalMilliseconds: 1_000,
            retentionMilliseconds: 3_000,
            trimIntervalMilliseconds: 1_000
        )
        return LogNode(node, seed: seed)
    }

    /// Lets one step happen. False when there was nothing for it to do.
    @discardableResult
    package mutating func apply(_ step: Step) -> Bool {
        guard violation == nil else { return false }
        do throws(Violation) {
            let happened = try perform(step)
            if happened, narration != nil { narration?.append(step.description) }
            return happened
        } catch {
            violation = error
            narration?.append(step.description)
            return true
        }
    }

    private mutating func perform(_ step: Step) throws(Violation) -> Bool {
        let (a, b) = (Int(step.a), Int(step.b))
        switch step.kind {
        case .serve, .waitTimeout, .reply, .lose, .locate, .connect, .serveStray, .round, .tick, .wake, .moved,
            .crashNode,
            .startNode, .refresh, .trim:
            return try nodeStep(step.kind, a, b)
        case .crash, .restart, .freeze, .thaw, .failover, .reconfigure, .attach, .cut, .forget, .hold, .release,
            .replicate,
            .acknowledge, .acknowledgeLater, .acknowledged, .rewritten, .loseScripts, .expireLeases, .expireSessions,
            .flush, .backUp, .restore, .synchronize:
            return try serverStep(step.kind, a, b)
        case .publish, .request, .answer, .loseAnswer, .leaveNode, .enterNode, .nudge, .strayRequest:
            return try publisherStep(step.kind, a, b)
        case .follow:
            guard a < nodes.count else { return false }
            follow(UInt8(a))
            return true
        case .flow:
            flow()
            return true
        case .mend:
            mendServers()
            return true
        case .begin, .drop, .resume, .receive, .receiveLate, .join, .quit: return try clientStep(step.kind, a, b)
        }
    }

    // MARK: Marking violations outside of steps

    mutating func fail(_ violation: Violation) {
        if self.violation == nil { self.violation = violation }
    }
}
