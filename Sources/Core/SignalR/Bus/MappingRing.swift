/// The ids that a node received, and where their messages lie (reference signalr2, section 5.2).
///
/// A cursor is looked up by the original's own binary search, with its outcomes for gaps, twins and evicted ids.
///
/// Confined to the event loop of its ``ScaleoutBus``. A class, because every pass of every connection reads it in place.
package final class MappingRing {
    /// One message of an entry: where it lies in the buffer of its signal.
    package struct Item {
        let signal: Signal
        let index: Int
    }

    /// One received payload.
    package struct Entry {
        package let id: UInt64
        /// Most payloads carry one message; it needs no array.
        let first: Item?
        let rest: [Item]

        init(id: UInt64, items: [Item]) {
            self.id = id
            first = items.first
            rest = items.count > 1 ? Array(items.dropFirst()) : []
        }
    }

    /// Where reading continues for a cursor.
    package enum Lookup: Hashable, Sendable {
        /// At this local position, which may be the end.
        case position(Int)
        /// Nowhere: nothing is read, and the cursor stays as it is.
        case nothing
        /// The original's search runs in a circle, taking a whole CPU until the next id is stored. Here it reads nothing.
        case spinning
    }

    /// What adding an id did to the ring.
    package enum Addition: Hashable, Sendable {
        case appended
        /// The id was lower than the newest: everything before it is gone.
        case replaced(newest: UInt64)
    }

    package let layout: FragmentLayout
    /// Unchecked like ``Signal/buffer`` and for the same reason.
    @exclusivity(unchecked) private var fragments: ContiguousArray<Fragment> = []
    /// The local position that the next entry gets.
    @exclusivity(unchecked) package private(set) var nextPosition = 0
    /// Local position of the oldest entry.
    @exclusivity(unchecked) package private(set) var oldestPosition = 0
    /// The first id ever put here; after an eviction the last id of the evicted fragment.
    package private(set) var bookkeepingID: UInt64?
    package private(set) var newestID: UInt64?

    /// Counts how often the ring was replaced: positions of before mean nothing any more.
    package private(set) var generation = 0

    private final class Fragment {
        /// Counts fragments begun since the ring was last replaced, from 0.
        var number: Int
        @exclusivity(unchecked) var entries: ContiguousArray<Entry> = []

        init(number: Int) {
            self.number = number
        }
    }

    package init(capacity: Int) {
        layout = FragmentLayout(capacity: capacity)
    }

    package var count: Int { nextPosition - oldestPosition }
    package var oldestID: UInt64? { count == 0 ? nil : entry(at: oldestPosition).id }

    package func entry(at position: Int) -> Entry {
        fragments[slot(position)].entries[position % layout.fragmentSize]
    }

    /// Adds an id. One below the newest empties the ring first; an equal one becomes a second entry; a gap is not noticed.
    package func add(_ entry: Entry) -> Addition {
        var result = Addition.appended
        if let newestID, entry.id < newestID {
            result = .replaced(newest: newestID)
            replace()
        }
        let slot = slot(nextPosition)
        if nextPosition % layout.fragmentSize == 0 { begin(slot) }
        fragments[slot].entries.append(entry)
        if nextPosition == 0 { bookkeepingID = entry.id }
        newestID = entry.id
        nextPosition += 1
        return result
    }

    private func replace() {
        fragments.removeAll()
        nextPosition = 0
        oldestPosition = 0
        bookkeepingID = nil
        newestID = nil
        generation += 1
    }

    private func begin(_ slot: Int) {
        let number = nextPosition / layout.fragmentSize
        guard slot < fragments.count else {
            fragments.append(Fragment(number: number))
            return
        }
        bookkeepingID = fragments[slot].entries.last?.id
        oldestPosition = (fragments[slot].number + 1) * layout.fragmentSize
        fragments[slot].number = number
        fragments[slot].entries.removeAll(keepingCapacity: true)
    }

    private func slot(_ position: Int) -> Int {
        position / layout.fragmentSize % layout.fragmentCount
    }

    /// Finds where reading continues behind `cursor`.
    package func lookup(_ cursor: UInt64) -> Lookup {
        // Most cursors are the newest id; without a twin before it the search would end at the same place.
        if cursor == newestID, isNewestUnique { return .position(nextPosition) }
        var low = oldestPosition
        var high = nextPosition
        // A search that makes progress probes each fragment once at most.
        for _ in 0...layout.fragmentCount {
            guard low <= high else { return notFound(cursor) }
            let slot = slot((low + high) / 2)
            guard slot < fragments.count, let first = fragments[slot].entries.first,
                let last = fragments[slot].entries.last
            else { return notFound(cursor) }
            let start = fragments[slot].number * layout.fragmentSize
            if cursor < first.id {
                high = start - 1
            } else if cursor > last.id {
                low = start + layout.fragmentSize
            } else {
                return .position(start + Self.next(after: cursor, in: fragments[slot].entries))
            }
        }
        return .spinning
    }

    private var isNewestUnique: Bool {
        count < 2 || entry(at: nextPosition - 2).id != newestID
    }

    /// Whether the search for `cursor` would end at `position`, where an earlier walk stopped; saves the search.
    ///
    /// Surely so when the entry before it has that id and neither neighbour is its twin.
    func continues(_ cursor: UInt64, at position: Int) -> Bool {
        guard position > oldestPosition, position <= nextPosition, entry(at: position - 1).id == cursor else {
            return false
        }
        return (position - 1 == oldestPosition || entry(at: position - 2).id != cursor)
            && (position == nextPosition || entry(at: position).id != cursor)
    }

    private func notFound(_ cursor: UInt64) -> Lookup {
        guard let bookkeepingID else { return .nothing }
        let readsAll = cursor < bookkeepingID || cursor == ScaleoutCursor.sentinel
        return readsAll ? .position(oldestPosition) : .nothing
    }

    /// The place behind the first equal id that the search meets, or of the next higher id.
    private static func next(after cursor: UInt64, in entries: ContiguousArray<Entry>) -> Int {
        var low = 0
        var high = entries.count
        while low <= high {
            let middle = (low + high) / 2
            guard middle < entries.count else { break }
            let id = entries[middle].id
            if id == cursor { return middle + 1 }
            if cursor < id { high = middle - 1 } else { low = middle + 1 }
        }
        return low
    }
}
