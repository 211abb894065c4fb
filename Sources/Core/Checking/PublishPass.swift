/// The first reading of the histories: publishes, faults and phases. Deliveries wait for the second, which needs these.
struct PublishPass {
    let store: MessageStore
    private(set) var faults: FaultLog
    private(set) var trouble = RecordTrouble()
    private(set) var refusals = RefusalLog()
    private(set) var attempts = 0
    /// When traffic began; nil when no phase was recorded.
    private(set) var trafficBegan: UInt64?
    private(set) var firstInvocation: UInt64?
    /// First invocations follow the sequences, as the ranges of what is owed presume.
    private(set) var isOrdered = true
    private(set) var probes = NodeProbes()
    private(set) var troubles = TroubleLog()
    /// Attempts that were no final messages, and those of them that were acknowledged.
    private(set) var ordinaryAttempts = 0
    private(set) var ordinaryAcknowledged = 0
    private let audienceCount: Int

    init(manifest: RunManifest) {
        store = MessageStore(publishers: manifest.publishers.count)
        faults = FaultLog(manifest: manifest)
        audienceCount = manifest.audiences.count
    }

    /// Takes a piece of the history with this position in the manifest.
    mutating func take(_ bytes: UnsafeRawBufferPointer, history: Int) {
        guard let base = bytes.baseAddress else { return }
        var offset = 0
        while offset < bytes.count {
            let kind = bytes[offset]
            // All others are most of the file.
            if kind >= 64 || Self.wanted >> UInt64(kind) & 1 == 1 {
                if let record = HistoryRecord(HistoryRecord.Words(base + offset)) { take(record, history: history) }
            }
            offset += HistoryRecord.size
        }
    }

    /// One bit for each kind below 64 that this reading needs; above are the orchestrator's, which it needs all.
    private static let wanted: UInt64 = {
        let kinds: [HistoryKind] = [
            .publishInvoked, .publishEnded, .connected, .disconnected, .probeInvoked, .probeEnded, .proberConnected,
            .proberHeard, .proberAlive, .proberEnded, .backplane,
        ]
        return kinds.reduce(0) { $0 | 1 << UInt64($1.rawValue) }
    }()

    private mutating func take(_ record: HistoryRecord, history: Int) {
        switch record.kind {
        case .publishInvoked: invoked(record)
        case .publishEnded:
            if record.flags != Outcome.ok.rawValue { refusals.take(record, history: history) }
            ended(record)
        case .connected: troubles.connected(record.subject, at: record.time)
        case .disconnected: troubles.disconnected(record.subject, at: record.time)
        case .backplane: troubles.subscription(of: record.subject, isUp: record.flags == 1, at: record.time)
        case .probeInvoked, .probeEnded, .proberConnected, .proberHeard, .proberAlive, .proberEnded:
            probes.take(record, audiences: audienceCount)
        case .phase:
            if record.subject == RunPhase.traffic.rawValue, trafficBegan == nil { trafficBegan = record.time }
        default: faults.take(record, history: history)
        }
    }

    private mutating func invoked(_ record: HistoryRecord) {
        attempts += 1
        guard let audience = UInt32(exactly: record.extra), audience < audienceCount,
            let message = store.reach(Int(record.publisher) - 1, record.sequence)
        else {
            trouble.note("p\(record.publisher) published \(record.sequence), which the manifest has no place for")
            return
        }
        if PublishFlags(rawValue: record.flags).contains(.sentinel) { message.pointee.isSentinel = true }
        if !message.pointee.isSentinel { ordinaryAttempts += 1 }
        if message.pointee.state == .absent {
            message.pointee.state = .info
            message.pointee.invokedAt = record.time
            message.pointee.stream = audience
            if firstInvocation.map({ record.time < $0 }) ?? true { firstInvocation = record.time }
        } else if message.pointee.stream != audience {
            trouble.note("p\(record.publisher) published \(record.sequence) to two audiences")
        }
        // Stays at its greatest value: a message that was tried so often is never failed for certain.
        message.pointee.openAttempts = min(message.pointee.openAttempts + 1, Int(Message.sequenceMax))
    }

    private mutating func ended(_ record: HistoryRecord) {
        guard let message = store.find(Int(record.publisher) - 1, record.sequence), message.pointee.state != .absent
        else {
            trouble.note("p\(record.publisher) ended \(record.sequence), which it had not begun")
            return
        }
        if record.time < message.pointee.invokedAt {
            trouble.note("p\(record.publisher) ended \(record.sequence) before it had begun")
        }
        let outcome = Outcome(rawValue: record.flags)
        if outcome != .ok { troubles.failed(from: message.pointee.invokedAt, until: record.time) }
        switch outcome {
        case .ok:
            if !message.pointee.isSentinel { ordinaryAcknowledged += 1 }
            message.pointee.state = .ok
            message.pointee.endedAt = min(message.pointee.endedAt, record.time)
        case .fail:
            if message.pointee.openAttempts == 0 {
                trouble.note("p\(record.publisher) failed \(record.sequence) more often than it tried")
            } else {
                message.pointee.openAttempts -= 1
            }
        case .info: break
        case nil: trouble.note("p\(record.publisher) ended \(record.sequence) with outcome \(record.flags)")
        }
    }

    /// Settles the states, once all histories were read.
    mutating func finish() {
        for publisher in 0..<store.publisherCount {
            var last: UInt64 = 0
            for sequence in stride(from: UInt32(1), through: store.count(of: publisher), by: 1) {
                let message = store.known(publisher, sequence)
                guard message.pointee.state != .absent else { continue }
                if message.pointee.state == .info, message.pointee.openAttempts == 0 { message.pointee.state = .fail }
                if message.pointee.invokedAt < last {
                    isOrdered = false
                    trouble.note("p\(publisher + 1) published \(sequence) before the sequence before it")
                }
                last = max(last, message.pointee.invokedAt)
            }
        }
    }
}

/// Records that contradict each other: how many, and the first.
struct RecordTrouble {
    private(set) var count = 0
    private(set) var first: String?

    mutating func note(_ text: @autoclosure () -> String) {
        count += 1
        if first == nil { first = text() }
    }
}
