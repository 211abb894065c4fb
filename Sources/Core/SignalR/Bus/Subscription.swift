/// One connection's place in the bus of a node: its signals, its groups and its cursor (reference signalr2, section 5.3).
///
/// It has one worker in the shell. Woken, the worker calls ``pass(limit:)`` until it is idle, and waits for the write of
/// each response between; messages that arrive meanwhile stay in the shared rings.
///
/// Confined to the event loop of its ``ScaleoutBus``.
package final class Subscription {
    /// Messages of one pass over WebSocket and server-sent events.
    package static let streamingLimit = 10
    /// Messages of one long poll.
    package static let longPollingLimit = 5_000
    /// Messages of one pass of a node's ack listener.
    package static let ackListenerLimit = 10

    /// The connection id; for the ack listener any name of the node.
    package let identity: String
    /// "Scanned up to and including this id".
    package private(set) var cursor: UInt64
    /// In the order in which a pass reads them.
    package private(set) var signals: [Signal] = []
    /// False once ended: passes are idle and nothing wakes it.
    package internal(set) var isActive = true
    /// On the list of ``ScaleoutBus/takeWoken()``.
    var isWoken = false
    /// Compared instead of names; the same order as `signals`.
    private var foldedIDs: ContiguousArray<Int> = []
    private var groupSignals: Set<SignalName> = []
    /// Where the last walk stopped, in which life of the ring.
    private var stop = (position: -1, generation: -1)
    private unowned let bus: ScaleoutBus

    init(identity: String, cursor: UInt64, bus: ScaleoutBus) {
        self.identity = identity
        self.cursor = cursor
        self.bus = bus
    }

    // MARK: Signals and groups

    /// Names as in the groups token (`Chat.room1`), sorted.
    package var groups: [String] {
        groupSignals.compactMap { Signals.tokenName(groupSignal: $0.text) }.sorted()
    }

    /// Listens to one more signal; false when it does already.
    @discardableResult
    func add(_ name: String, now: UInt64) -> Bool {
        guard !signals.contains(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return false }
        let signal = bus.signals.signal(name, now: now)
        signal.add(self, now: now)
        signals.append(signal)
        foldedIDs.append(signal.foldedID)
        return true
    }

    @discardableResult
    func remove(_ name: String, now: UInt64) -> Bool {
        guard let position = signals.firstIndex(where: { $0.name.utf8.elementsEqual(name.utf8) }) else { return false }
        signals[position].remove(self, now: now)
        signals.remove(at: position)
        foldedIDs.remove(at: position)
        return true
    }

    /// Becomes a member of a group, named by its whole signal (`hg-Chat.room1`); false when it was.
    @discardableResult
    package func addGroup(signal: String, now: UInt64) -> Bool {
        add(signal, now: now)
        return groupSignals.insert(SignalName(signal)).inserted
    }

    /// Leaves a group, named by its whole signal; false when it was no member.
    @discardableResult
    package func removeGroup(signal: String, now: UInt64) -> Bool {
        guard groupSignals.remove(SignalName(signal)) != nil else { return false }
        remove(signal, now: now)
        return true
    }

    func end(now: UInt64) {
        isActive = false
        for signal in signals { signal.remove(self, now: now) }
        signals.removeAll()
        foldedIDs.removeAll()
    }

    // MARK: Reading

    /// Walks the ring behind the cursor and collects up to `limit` messages. The cursor moves only when any was found,
    /// and then to the last id walked.
    package func pass(limit: Int) -> Pass {
        guard isActive else { return .idle }
        let ring = bus.ring
        var position: Int
        if stop.generation == ring.generation, ring.continues(cursor, at: stop.position) {
            position = stop.position
        } else {
            switch ring.lookup(cursor) {
            case .nothing: return .idle
            case .spinning: return .spinning
            case .position(let start): position = start
            }
        }
        let foldedIDs = foldedIDs
        let end = ring.nextPosition
        var collector = Collector()
        while collector.found < limit, position < end {
            let entry = ring.entry(at: position)
            position += 1
            if let walked = collector.walked, entry.id <= walked { continue }
            collector.walked = extract(entry, foldedIDs, &collector)
        }
        guard collector.found > 0, let walked = collector.walked else { return .idle }
        cursor = walked
        stop = (position, ring.generation)
        return .delivery(Delivery(messages: collector.messages, commands: collector.commands, cursor: walked))
    }

    /// What a pass has gathered so far.
    private struct Collector {
        /// Everything read, also commands and what is excluded: it counts for the limit and moves the cursor.
        var found = 0
        var walked: UInt64?
        var messages: [StoredMessage] = []
        var commands: [StoredMessage] = []
    }

    /// Reads the items of one entry that are this subscription's; the id up to which it is walked then.
    private func extract(
        _ entry: MappingRing.Entry,
        _ foldedIDs: ContiguousArray<Int>,
        _ collector: inout Collector
    ) -> UInt64 {
        guard let first = entry.first else { return entry.id }
        // Nearly every entry has one item, and nearly every subscription few signals.
        let firstID = first.signal.foldedID
        for foldedID in foldedIDs {
            if firstID == foldedID, let jump = take(first, of: entry, &collector) { return jump }
            for item in entry.rest where item.signal.foldedID == foldedID {
                if let jump = take(item, of: entry, &collector) { return jump }
            }
        }
        return entry.id
    }

    /// Takes one item. An overwritten message is replaced by the oldest that is left, whose id the walk jumps to.
    private func take(_ item: MappingRing.Item, of entry: MappingRing.Entry, _ collector: inout Collector) -> UInt64? {
        guard let stored = item.signal.buffer?.first(from: item.index) else { return nil }
        collector.found += 1
        if stored.message.isCommand {
            collector.commands.append(stored)
        } else if !isExcluded(stored) {
            collector.messages.append(stored)
        }
        return stored.id > entry.id ? stored.id : nil
    }

    /// Whether a part of the message's filter names this connection or one of its signals or groups.
    private func isExcluded(_ stored: StoredMessage) -> Bool {
        guard !stored.exclusions.isEmpty else { return false }
        return stored.exclusions.contains { part in
            CaseFolding.equal(part, identity) || signals.contains { $0.name.utf8.elementsEqual(part.utf8) }
        }
    }
}
