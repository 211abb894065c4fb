/// The second reading of the histories: every client's lives, memberships and deliveries, in the order of its file.
///
/// Per delivery it takes a few look-ups and one bit. A client's events all lie in one history, so bits are given back
/// when that history ends.
struct DeliveryPass: ~Copyable {
    let store: MessageStore
    let table: StreamTable
    let audiences: [Audience]
    let expectation: Expectation
    /// Times of different processes can be compared, and first invocations follow the sequences.
    let isComparable: Bool
    /// No history is missing or damaged, so what is not in them was not recorded.
    let isComplete: Bool
    let rules: CheckerRules
    let contracts: ContractWindows
    /// The order also covers messages that were under way together.
    let pipelined: Bool
    /// Messages of one publisher come in order whatever happens, so a later one proves that an earlier one is missing.
    let provesByOrder: Bool
    /// What only some contracts ask for.
    let trackers: DeliveryTrackers
    /// One of them is there.
    let tracksMore: Bool

    var clients: [ClientState]
    private let clientIndex: [Int32]
    /// Position in the manifest of the history being read.
    private(set) var history = 0

    var slots: [Slot] = []
    var marks: [HighWater] = []
    var members: [MemberEntry] = []
    var slotMap = PairMap()
    var markMap = PairMap()
    var memberMap = PairMap()

    var counts = DeliveryCounts()
    var findings: FindingLog
    var meters: DeliveryMeters
    var trouble = RecordTrouble()
    var usedNodes: Set<UInt32> = []
    /// A client that is told to stop would have gone on.
    let countsRefusals: Bool

    /// Positions in `members` that no client owns: a membership that always is, and one that never was.
    static let always = 0
    static let never = 1

    // Optimized, Swift 6.3 releases what it was given once too often here.
    @_optimize(none) @inline(never)
    init(
        manifest: RunManifest,
        publishes: PublishPass,
        table: StreamTable,
        contracts: ContractWindows,
        trackers: DeliveryTrackers,
        isComparable: Bool,
        isComplete: Bool,
        rules: CheckerRules
    ) {
        let expectation = manifest.expectation
        store = publishes.store
        self.table = table
        meters = DeliveryMeters(manifest: manifest, publishes: publishes, table: table)
        audiences = manifest.audiences
        self.expectation = expectation
        countsRefusals = manifest.reconnect == .resume && rules.contains(.countsRefusals)
        self.isComparable = isComparable
        self.isComplete = isComplete || !rules.contains(.sparesMissingRecords)
        self.rules = rules
        self.contracts = contracts
        self.trackers = trackers
        tracksMore = trackers.any
        pipelined = expectation.pipelined || !rules.contains(.sparesPipelined)
        provesByOrder =
            rules.contains(.provesByOrder) && expectation.contracts.allSatisfy { $0.order != .none }
        findings = FindingLog(rules: rules)
        var everyone: [Int] = []
        var ofUser: [String: [Int]] = [:]
        var ofApp: [String: [Int]] = [:]
        for (number, audience) in manifest.audiences.enumerated() {
            switch audience {
            case .all: everyone.append(number)
            case .app(let name): ofApp[name, default: []].append(number)
            case .user(let name): ofUser[name, default: []].append(number)
            case .group: break
            }
        }
        clients = manifest.clients.map { client in
            ClientState(
                summary: ClientSummary(client: client.client, app: client.app, user: client.user),
                permanent: everyone + (client.app.flatMap { ofApp[$0] } ?? [])
                    + (client.user.flatMap { ofUser[$0] } ?? [])
            )
        }
        let numbers = manifest.clients.map(\.client.number)
        var index = [Int32](repeating: -1, count: Int(numbers.max() ?? 0) + 1)
        for (place, number) in numbers.enumerated() { index[Int(number)] = Int32(place) }
        clientIndex = index
        resetTables()
    }

    deinit {
        for slot in slots { slot.release() }
    }

    /// Begins the history with this position in the manifest.
    mutating func begin(history: Int) {
        self.history = history
    }

    mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        while offset < bytes.count {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            if kind == HistoryKind.delivered.rawValue {
                deliver(
                    to: UInt32(words.head >> 32),
                    publisher: UInt32(truncatingIfNeeded: words.message),
                    sequence: UInt32(words.message >> 32),
                    at: words.time
                )
            } else if kind <= HistoryKind.probeHeard.rawValue, let record = HistoryRecord(words) {
                take(record)
            }
            offset += HistoryRecord.size
        }
    }

    /// Ends the history: lives that are still open end with the record, and the bits of its clients are given back.
    mutating func endHistory() {
        for client in clients.indices where clients[client].history == history {
            finish(client)
        }
        for slot in slots { slot.release() }
        resetTables()
    }

    private mutating func resetTables() {
        slots.removeAll(keepingCapacity: true)
        marks.removeAll(keepingCapacity: true)
        members = [
            MemberEntry(membership: Membership(audience: 0, possibleUntil: .max), next: -1),
            MemberEntry(membership: Membership(audience: 0), next: -1),
        ]
        slotMap = PairMap()
        markMap = PairMap()
        memberMap = PairMap()
    }

    /// The client's position, when the manifest knows it and this history is the one that holds its events.
    @inline(__always)
    mutating func position(of number: UInt32) -> Int? {
        guard Int(number) < clientIndex.count, clientIndex[Int(number)] >= 0 else {
            trouble.note("c\(number) is not in the manifest")
            return nil
        }
        let client = Int(clientIndex[Int(number)])
        if clients[client].history == history { return client }
        guard clients[client].history < 0 else {
            trouble.note("c\(number) has events in two histories")
            return nil
        }
        clients[client].history = history
        return client
    }
}
