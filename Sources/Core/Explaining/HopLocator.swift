/// Finds the hop at which a violation came about (docs/checker.md, "Explanation"). Pure: what is on record decides, and
/// where it does not, the answer is unknown.
struct HopLocator {
    var record: HopRecord
    let manifest: RunManifest
    let store: MessageStore
    let table: StreamTable
    let windows: [FaultWindow]
    let calendar: FaultCalendar

    /// A violation with what belongs to it.
    struct Case {
        var violation: ViolationClass
        var entry: FindingLog.Entry
        /// Row of the message; nil where nothing is known of it.
        var row: Int?
        var passage: HopTable.Passage
        /// The node that should have given it to the client, or did.
        var node: UInt32
        /// The node of the publisher; 0 is unknown.
        var origin: UInt32
        /// When it was in Redis, as far as it is known.
        var begin: UInt64
        var end: UInt64
        /// It is about a message that did not arrive.
        var isMissing: Bool
        /// The client was away then.
        var gap: ClientTrack.Gap?
    }

    func open(_ violation: ViolationClass, _ entry: FindingLog.Entry) -> Case {
        let row = record.table.row(entry.publisher, entry.sequence)
        let passage = row.map { record.table.passages[$0] } ?? HopTable.Passage()
        let message = store.find(Int(entry.publisher) - 1, entry.sequence)?.pointee
        let invokedAt = message.flatMap { $0.state == .absent ? nil : $0.invokedAt } ?? entry.time
        let begin = passage.accepted > 0 ? passage.acceptedAt : invokedAt
        var end = UInt64.max
        if passage.written > 0 { end = passage.writtenAt }
        if passage.carried > 0 { end = min(end, passage.carriedAt) }
        end = end == .max ? begin : max(begin, end)
        let track = record.client(manifest.clients[entry.client].client.number)
        let isMissing = violation == .lost || violation == .torn
        let gap = isMissing && record.isComparable ? track.gap(around: end) : nil
        let node: UInt32
        if let gap, gap.isResumed {
            node = gap.node
        } else {
            node = track.node(at: isMissing ? end : entry.time)
        }
        return Case(
            violation: violation,
            entry: entry,
            row: row,
            passage: passage,
            node: node,
            origin: passage.accepted > 0 ? UInt32(passage.acceptedBy) : origin(of: entry, at: invokedAt),
            begin: begin,
            end: end,
            isMissing: isMissing,
            gap: gap
        )
    }

    private func origin(of entry: FindingLog.Entry, at time: UInt64) -> UInt32 {
        let index = Int(entry.publisher) - 1
        guard manifest.publishers.indices.contains(index) else { return 0 }
        return record.client(manifest.publishers[index].client.number).node(at: time)
    }

    /// The fault that was under way when it happened, or else when that began which the message fell into.
    func fault(of found: Case, at place: HopPlace) -> FaultReference? {
        let moment = found.isMissing ? found.end : found.entry.time
        if windows.isEmpty { return nil }
        if let fault = calendar.fault(at: moment) { return fault }
        if found.violation == .toldGap { return recentFault(from: found.entry.lifeBegan, to: moment) }
        guard record.isComparable, found.isMissing else { return nil }
        switch place.condition {
        case .subscriptionDown:
            return record.node(place.node).outage(found.begin, found.end)
                .flatMap { calendar.fault(at: $0.lostAt) }
        case .clientAway, .connectionBroke, .bufferOverrun:
            return found.gap.flatMap { calendar.fault(at: $0.lostAt) }
        default: return nil
        }
    }

    /// Where the client was when it was told; why, is in what it was told.
    private func told(_ found: Case) -> HopPlace { HopPlace(.receivingNode, found.node) }

    /// The last fault of a life: what it did may show when the client comes back.
    private func recentFault(from begin: UInt64, to end: UInt64) -> FaultReference? {
        guard record.isComparable else { return nil }
        let extents = windows.compactMap(\.extent).filter { $0.lowerBound <= end && $0.upperBound >= begin }
        return extents.map(\.lowerBound).max().flatMap { calendar.fault(at: $0) }
    }

    func place(of found: Case) -> HopPlace {
        if found.violation == .toldGap { return told(found) }
        guard let row = found.row else {
            let isNamed = found.entry.publisher > 0 && found.entry.sequence > 0
            return isNamed && found.violation == .phantom && hasHops && record.isWhole
                ? HopPlace(.receivingNode, found.node) : .unknown(found.node, .unreadable, .shape)
        }
        switch found.violation {
        case .lost, .torn: return record.table.hasHops ? lost(found, row) : lostByShape(found, row)
        case .duplicated: return duplicated(found, row)
        case .outOfOrder, .orderConflict, .causality: return overtaken(found, row)
        case .misrouted: return misrouted(found, row)
        case .corrupted: return corrupted(found, row)
        case .phantom: return phantom(found, row)
        case .aborted: return aborted(found, row)
        case .toldGap: return told(found)
        }
    }

    /// The nodes record their hops.
    var hasHops: Bool { record.table.hasHops }

    func reception(_ row: Int, _ node: UInt32) -> HopTable.Reception { record.table.reception(row, node) }

    /// A fault of that name was under way at the node.
    func wasUnder(_ fault: String, node: UInt32, at time: UInt64) -> Bool {
        windows.contains { window in
            window.name == fault && window.target == "n\(node)" && window.extent?.contains(time) == true
        }
    }
}
