/// The last committed entries, so that a client that comes back need not ask Redis.
struct RecentLog: Sendable {
    private var entries: [Entry] = []
    private var start = 0
    private var byteCount = 0
    /// The place before the first entry.
    private var base: Position?
    let entriesMax: Int
    let bytesMax: Int

    init(entriesMax: Int, bytesMax: Int) {
        self.entriesMax = entriesMax
        self.bytesMax = bytesMax
    }

    /// Forgets all, and begins behind this place.
    mutating func begin(at position: Position) {
        entries.removeAll()
        start = 0
        byteCount = 0
        base = position
    }

    mutating func append(_ entry: Entry) {
        entries.append(entry)
        byteCount += entry.content.byteCount
        while entries.count - start > entriesMax || (byteCount > bytesMax && entries.count > start) { dropFirst() }
        if start > 64, start > entries.count / 2 {
            entries.removeFirst(start)
            start = 0
        }
    }

    private mutating func dropFirst() {
        let first = entries[start]
        byteCount -= first.content.byteCount
        if let log = base?.log { base = Position(log: log, index: first.index, tag: first.tag) }
        start += 1
    }

    /// The tag at a place; nil where it is not remembered.
    func tag(at index: LogIndex) -> EntryTag? {
        guard let base, index >= base.index else { return nil }
        if index == base.index { return base.tag }
        let place = start + Int(index - base.index) - 1
        return place < entries.count ? entries[place].tag : nil
    }

    /// What stands behind a place that is remembered.
    func entries(after index: LogIndex) -> ArraySlice<Entry> {
        guard let base, index >= base.index else { return [] }
        return entries[min(entries.count, start + Int(index - base.index))...]
    }
}
