/// The newest messages of one signal on one node (reference signalr2, section 5.1).
///
/// Local indexes begin at 0 and never wrap. A reader whose index was overwritten gets the oldest fragment that is left, and
/// is not told that anything was skipped.
package struct MessageBuffer {
    private let layout: FragmentLayout
    /// Slot i holds the newest fragment whose number is i modulo the fragment count. Filled as they are first needed, so a
    /// quiet signal costs little.
    private var fragments: [[StoredMessage]] = []
    /// The index that the next message gets.
    package private(set) var nextIndex = 0

    package init(capacity: Int) {
        layout = FragmentLayout(capacity: capacity)
    }

    /// Index of the oldest message that is left.
    package var oldestIndex: Int {
        let newestFragment = max(0, nextIndex - 1) / layout.fragmentSize
        return max(0, newestFragment - layout.fragmentCount + 1) * layout.fragmentSize
    }

    package var count: Int { nextIndex - oldestIndex }

    /// Stores a message and returns its local index.
    package mutating func append(_ message: StoredMessage) -> Int {
        let index = nextIndex
        let slot = index / layout.fragmentSize % layout.fragmentCount
        if slot == fragments.count {
            fragments.append([])
        } else if index % layout.fragmentSize == 0 {
            fragments[slot].removeAll(keepingCapacity: true)
        }
        fragments[slot].append(message)
        nextIndex += 1
        return index
    }

    /// At most `limit` messages from `index`, to the end of its fragment; from the oldest one left when `index` was
    /// overwritten; none beyond the end.
    package func read(from index: Int, limit: Int) -> ArraySlice<StoredMessage> {
        guard index < nextIndex, limit > 0 else { return [] }
        let start = max(index, oldestIndex)
        let fragment = fragments[start / layout.fragmentSize % layout.fragmentCount]
        return fragment[(start % layout.fragmentSize)...].prefix(limit)
    }

    /// One message as ``read(from:limit:)`` finds it, without a slice.
    package func first(from index: Int) -> StoredMessage? {
        guard index < nextIndex else { return nil }
        let start = max(index, oldestIndex)
        return fragments[start / layout.fragmentSize % layout.fragmentCount][start % layout.fragmentSize]
    }
}
