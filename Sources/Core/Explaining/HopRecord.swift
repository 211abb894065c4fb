/// Everything that the histories say about the ways of messages, gathered in one reading.
struct HopRecord {
    private(set) var table: HopTable
    private(set) var clients: [ClientTrack]
    private(set) var nodes: [NodeTrack]
    private(set) var witness = WitnessTrack()
    private(set) var taps = TapTrack()
    /// A history is missing of which nobody knows whose it was.
    private(set) var isMissingAny = false
    /// Everything that clients saw is there, so that their copies can be counted.
    private(set) var isSeenWhole = true
    /// Times of all processes can be compared.
    let isComparable: Bool
    /// Ids are indexes of a log: a node reads them again when it has found another master, and drops none for its id.
    private let hasLog: Bool

    init(manifest: RunManifest, store: MessageStore, isComparable: Bool) {
        let columns = Int(manifest.nodes.map(\.number).max() ?? 0)
        table = HopTable(store: store, columns: columns)
        nodes = [NodeTrack](repeating: NodeTrack(), count: columns + 1)
        clients = [ClientTrack](
            repeating: ClientTrack(),
            count: Int(manifest.clients.map(\.client.number).max() ?? 0) + 1
        )
        self.isComparable = isComparable
        hasLog = manifest.backplane == .stream
    }

    /// Reads all histories of the run, the processes of one node in the order in which they began.
    mutating func read(_ histories: Histories, _ conditions: [HistoryCondition]) {
        let order = conditions.indices.sorted {
            (conditions[$0].header?.openedAt ?? 0, $0) < (conditions[$1].header?.openedAt ?? 0, $1)
        }
        for history in order {
            let condition = conditions[history]
            guard let header = condition.header, histories.believed[history] else {
                miss(histories.name(history))
                continue
            }
            if header.role == .node, Int(header.process) < nodes.count {
                nodes[Int(header.process)].begin(at: header.openedAt, wasClosed: condition.ending == .closed)
            }
            _ = histories.read(history) { take($0) }
        }
    }

    /// A history is not there; by its name it may be known whose it was.
    private mutating func miss(_ name: String) {
        switch HistoryNaming.owner(of: name) {
        case (.node, let number)? where Int(number) < nodes.count: nodes[Int(number)].isIncomplete = true
        case (.witness, _)?: witness.isIncomplete = true
        case (.links, _)?: taps.isIncomplete = true
        case (.client, _)?: isSeenWhole = false
        case (.orchestrator, _)?: break
        default:
            isMissingAny = true
            isSeenWhole = false
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            if kind == HistoryKind.delivered.rawValue {
                let client = Int(words.head >> 32)
                guard client < clients.count else { continue }
                clients[client].delivered(at: words.time, sentAt: words.extra)
                let (publisher, sequence) = (UInt32(truncatingIfNeeded: words.message), UInt32(words.message >> 32))
                table.seen(publisher, sequence, at: clients[client].node)
            } else if kind < HistoryKind.faultInvoked.rawValue, let record = HistoryRecord(words) {
                switch kind {
                case ..<HistoryKind.accepted.rawValue: takeClient(record)
                case ..<HistoryKind.carried.rawValue: takeNode(record)
                case ..<HistoryKind.tapOpened.rawValue: takeWitness(record)
                default: takeTap(record)
                }
            }
        }
    }

    private mutating func takeClient(_ record: HistoryRecord) {
        if record.kind == .publishInvoked {
            table.attempted(record.publisher, record.sequence)
            return
        }
        let client = Int(record.subject)
        guard client < clients.count else { return }
        switch record.kind {
        case .connected:
            clients[client].connected(
                at: record.time,
                node: UInt32(record.detail),
                isResumed: record.flags == ConnectionStart.resumed.rawValue
            )
        case .disconnected:
            clients[client].disconnected(at: record.time, reason: DisconnectReason(rawValue: record.flags))
        case .lifeEnded: clients[client].disconnected(at: record.time, reason: nil)
        case .alive, .probeHeard: clients[client].seen(at: record.time)
        default: break
        }
    }

    private mutating func takeNode(_ record: HistoryRecord) {
        let (node, time) = (record.subject, record.time)
        let (publisher, sequence) = (record.publisher, record.sequence)
        guard Int(node) < nodes.count else { return }
        let place = Int(node)
        nodes[place].passed(at: time)
        switch record.kind {
        case .accepted: table.accepted(publisher, sequence, by: node, at: nodes[place].accepted(at: time))
        case .written: table.written(publisher, sequence, by: node, id: record.extra, at: time)
        case .received:
            let reception = nodes[place].received(id: record.extra, at: time)
            table.received(publisher, sequence, by: node, at: reception.time, isIDBack: reception.isIDBack && !hasLog)
        case .handed:
            let rising = nodes[place].handed(at: time)
            table.handed(publisher, sequence, by: node, copies: record.extra, at: rising)
        case .backplane: nodes[place].backplane(isSubscribed: record.flags == 1, at: time)
        default: break
        }
    }

    private mutating func takeWitness(_ record: HistoryRecord) {
        switch record.kind {
        case .witnessListening: witness.listening(record.subject, at: record.time)
        case .witnessDeaf: witness.deaf(record.subject, at: record.time)
        case .carried:
            let rising = witness.carried(by: record.subject, at: record.time)
            let id = record.extra
            table.carried(
                record.publisher,
                record.sequence,
                by: record.subject,
                for: record.detail,
                id: id,
                at: rising
            )
        case .logWentBack: table.takenAway(above: record.extra, by: record.subject, for: record.detail)
        default: break
        }
    }

    private mutating func takeTap(_ record: HistoryRecord) {
        guard let place = LinkTap.Place(rawValue: record.detail) else { return }
        switch record.kind {
        case .tapOpened: taps.opened(record.subject, place, at: record.time)
        case .tapped: table.tapped(record.publisher, record.sequence, of: record.subject, place)
        default: break
        }
    }

    /// Counts a violation, before any of them is explained: how many clients of a node it befell is part of the evidence.
    mutating func count(_ violation: ViolationClass, _ row: Int, at node: UInt32) {
        guard violation != .lost, violation != .torn else { return table.lost(row, at: node) }
        table.strayed(row, at: node)
        if violation == .duplicated { table.doubled(row, at: node) }
    }

    /// Whether everything that a node recorded is there.
    func isWhole(_ node: UInt32) -> Bool {
        guard !isMissingAny, Int(node) < nodes.count, node > 0 else { return false }
        return !nodes[Int(node)].isIncomplete && !nodes[Int(node)].lives.isEmpty
    }

    /// The same of all nodes that ever began.
    var isWhole: Bool { !isMissingAny && nodes.allSatisfy { !$0.isIncomplete } }

    /// The node of a number; one that was never there for a number that none has.
    func node(_ number: UInt32) -> NodeTrack { Int(number) < nodes.count ? nodes[Int(number)] : NodeTrack() }

    func client(_ number: UInt32) -> ClientTrack { Int(number) < clients.count ? clients[Int(number)] : ClientTrack() }
}
