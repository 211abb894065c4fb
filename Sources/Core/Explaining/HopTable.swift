/// What nodes and witnesses recorded of every message: 56 bytes a message, and 32 bytes a message and node.
///
/// It holds bits, counts and times, not records; times are those of the first record of each kind.
struct HopTable {
    /// A message on its way into Redis.
    struct Passage {
        var acceptedAt: UInt64 = 0
        var writtenAt: UInt64 = 0
        /// When a witness saw it first; rising with every message that it saw.
        var carriedAt: UInt64 = 0
        /// That Redis gave it; 0 is none.
        var id: UInt64 = 0
        /// The id with which that witness saw it; 0 is none.
        var carriedID: UInt64 = 0
        /// Node numbers; 0 is nobody.
        var acceptedBy: UInt16 = 0
        var writtenBy: UInt16 = 0
        /// The data server whose witness saw it first; only that one's copies count, for replicas carry them all again.
        var carriedBy: UInt16 = 0
        /// Whose log or channel that was: the application's place.
        var carriedFor: UInt16 = 0
        var attempts: UInt8 = 0
        var accepted: UInt8 = 0
        var written: UInt8 = 0
        var carried: UInt8 = 0
        /// How often it passed a link to Redis.
        var sentOut: UInt8 = 0
        /// A witness saw it in a log that went back behind it later; ``carried`` counts only what came after that.
        var wasTakenAway = false
    }

    /// A message at a node that gives it to its clients.
    struct Reception {
        /// Rising with every message that the node received, so that they also tell the order.
        var receivedAt: UInt64 = 0
        var handedAt: UInt64 = 0
        var received: UInt8 = 0
        /// Its id was not above the highest that this process of the node had received.
        var isIDBack = false
        /// How often it passed the link from Redis to the node.
        var tapped: UInt8 = 0
        /// Copies that went to clients of the node, by its own count.
        var handed: UInt16 = 0
        /// Copies that clients got over connections to the node, by theirs.
        var seen: UInt16 = 0
        /// Clients of the node that lost it.
        var lost: UInt16 = 0
        /// Violations of other kinds.
        var strays: UInt16 = 0
        /// Those of them that are further copies.
        var doubled: UInt16 = 0
    }

    /// Most messages that nobody published and are looked after all the same.
    private static let strangersMax = 4_096

    private var starts: [Int] = []
    private var counts: [UInt32] = []
    private let columns: Int
    private(set) var passages: [Passage] = []
    private(set) var receptions: [Reception] = []
    /// Rows of messages that nobody published, by publisher and sequence.
    private var strangers: [UInt64: Int] = [:]
    /// Some node recorded hops.
    private(set) var hasHops = false

    /// `columns` is the greatest number of a node.
    init(store: MessageStore, columns: Int) {
        self.columns = columns
        var rows = 0
        for publisher in 0..<store.publisherCount {
            starts.append(rows)
            counts.append(store.count(of: publisher))
            rows += Int(store.count(of: publisher))
        }
        passages = [Passage](repeating: Passage(), count: rows)
        receptions = [Reception](repeating: Reception(), count: rows * columns)
    }

    /// Where a message is; nil for one that nobody published.
    @inline(__always)
    func row(_ publisher: UInt32, _ sequence: UInt32) -> Int? {
        let index = Int(publisher) - 1
        if index >= 0, index < starts.count, sequence &- 1 < counts[index] { return starts[index] + Int(sequence) - 1 }
        return strangers.isEmpty ? nil : strangers[Self.key(publisher, sequence)]
    }

    /// The same, with a row made for one that nobody published, as long as there are few.
    private mutating func reach(_ publisher: UInt32, _ sequence: UInt32) -> Int? {
        if let row = row(publisher, sequence) { return row }
        guard strangers.count < Self.strangersMax else { return nil }
        let row = passages.count
        strangers[Self.key(publisher, sequence)] = row
        passages.append(Passage())
        receptions.append(contentsOf: repeatElement(Reception(), count: columns))
        return row
    }

    private static func key(_ publisher: UInt32, _ sequence: UInt32) -> UInt64 {
        UInt64(publisher) << 32 | UInt64(sequence)
    }

    /// What a node saw of a message; nothing for a node that the run does not have.
    @inline(__always)
    func reception(_ row: Int, _ node: UInt32) -> Reception {
        let column = Int(node) - 1
        return column >= 0 && column < columns ? receptions[row * columns + column] : Reception()
    }

    /// Every node's.
    func receptions(_ row: Int) -> ArraySlice<Reception> { receptions[row * columns..<(row + 1) * columns] }

    /// Nodes that received it.
    func receivers(_ row: Int) -> Int { receptions(row).count { $0.received > 0 } }

    @inline(__always)
    private mutating func change(_ row: Int, _ node: UInt32, _ body: (inout Reception) -> Void) {
        let column = Int(node) - 1
        guard column >= 0, column < columns else { return }
        body(&receptions[row * columns + column])
    }

    // MARK: Filling

    mutating func attempted(_ publisher: UInt32, _ sequence: UInt32) {
        guard let row = row(publisher, sequence) else { return }
        passages[row].attempts = Self.next(passages[row].attempts)
    }

    mutating func accepted(_ publisher: UInt32, _ sequence: UInt32, by node: UInt32, at time: UInt64) {
        hasHops = true
        guard let row = reach(publisher, sequence) else { return }
        if passages[row].accepted == 0 {
            passages[row].acceptedAt = time
            passages[row].acceptedBy = UInt16(truncatingIfNeeded: node)
        }
        passages[row].accepted = Self.next(passages[row].accepted)
    }

    mutating func written(_ publisher: UInt32, _ sequence: UInt32, by node: UInt32, id: UInt64, at time: UInt64) {
        hasHops = true
        guard let row = reach(publisher, sequence) else { return }
        if passages[row].written == 0 {
            passages[row].writtenAt = time
            passages[row].writtenBy = UInt16(truncatingIfNeeded: node)
            passages[row].id = id
        }
        passages[row].written = Self.next(passages[row].written)
    }

    mutating func carried(
        _ publisher: UInt32,
        _ sequence: UInt32,
        by server: UInt32,
        for app: UInt16,
        id: UInt64,
        at time: UInt64
    ) {
        guard let row = reach(publisher, sequence) else { return }
        let server = UInt16(truncatingIfNeeded: server)
        if passages[row].carried == 0 {
            passages[row].carriedAt = time
            passages[row].carriedBy = server
            passages[row].carriedFor = app
            passages[row].carriedID = id
        }
        guard passages[row].carriedBy == server else { return }
        passages[row].carried = Self.next(passages[row].carried)
    }

    /// The log of an application has nothing above this index any more on a server.
    mutating func takenAway(above index: UInt64, by server: UInt32, for app: UInt16) {
        let server = UInt16(truncatingIfNeeded: server)
        for row in passages.indices
        where passages[row].carriedBy == server && passages[row].carriedFor == app
            && passages[row].carriedID > index && passages[row].carried > 0
        {
            passages[row].carried = 0
            passages[row].wasTakenAway = true
        }
    }

    mutating func tapped(_ publisher: UInt32, _ sequence: UInt32, of node: UInt32, _ place: LinkTap.Place) {
        guard let row = reach(publisher, sequence) else { return }
        switch place {
        case .toRedis: passages[row].sentOut = Self.next(passages[row].sentOut)
        case .fromRedis: change(row, node) { $0.tapped = Self.next($0.tapped) }
        }
    }

    mutating func received(
        _ publisher: UInt32,
        _ sequence: UInt32,
        by node: UInt32,
        at time: UInt64,
        isIDBack: Bool
    ) {
        hasHops = true
        guard let row = reach(publisher, sequence) else { return }
        change(row, node) { reception in
            if reception.received == 0 { reception.receivedAt = time }
            reception.received = Self.next(reception.received)
            if isIDBack { reception.isIDBack = true }
        }
    }

    mutating func handed(_ publisher: UInt32, _ sequence: UInt32, by node: UInt32, copies: UInt64, at time: UInt64) {
        hasHops = true
        guard let row = reach(publisher, sequence) else { return }
        change(row, node) { reception in
            if reception.handed == 0 { reception.handedAt = time }
            reception.handed = UInt16(min(UInt64(UInt16.max), UInt64(reception.handed) + copies))
        }
    }

    @inline(__always)
    mutating func seen(_ publisher: UInt32, _ sequence: UInt32, at node: UInt32) {
        guard let row = row(publisher, sequence) else { return }
        change(row, node) { $0.seen = $0.seen == .max ? .max : $0.seen + 1 }
    }

    mutating func lost(_ row: Int, at node: UInt32) {
        change(row, node) { $0.lost = $0.lost == .max ? .max : $0.lost + 1 }
    }

    mutating func doubled(_ row: Int, at node: UInt32) {
        change(row, node) { $0.doubled = $0.doubled == .max ? .max : $0.doubled + 1 }
    }

    mutating func strayed(_ row: Int, at node: UInt32) {
        change(row, node) { $0.strays = $0.strays == .max ? .max : $0.strays + 1 }
    }

    private static func next(_ count: UInt8) -> UInt8 { count == .max ? .max : count + 1 }
}
