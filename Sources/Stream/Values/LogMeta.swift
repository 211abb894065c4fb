/// What the log says of itself (the hash `P:meta`).
package struct LogMeta: Hashable, Sendable {
    /// Nil where no log was founded, or where somebody destroyed it.
    package var id: LogID?
    /// Index and tag of the last entry.
    package var head: LogIndex
    package var headTag: EntryTag
    /// Index and tag of the last entry that was trimmed away; 0 and the log's origin before that.
    package var floor: LogIndex
    package var floorTag: EntryTag
    /// An index that some node has proved to be committed. Often too low, never too high.
    package var commit: LogIndex

    package init(
        id: LogID? = nil,
        head: LogIndex = 0,
        headTag: EntryTag = EntryTag(0),
        floor: LogIndex = 0,
        floorTag: EntryTag = EntryTag(0),
        commit: LogIndex = 0
    ) {
        self.id = id
        self.head = head
        self.headTag = headTag
        self.floor = floor
        self.floorTag = floorTag
        self.commit = commit
    }

    /// A log without entries.
    package init(founded id: LogID) {
        self.init(id: id, headTag: EntryTag(origin: id), floorTag: EntryTag(origin: id))
    }
}
