/// A client's connection to a node: each transport is one of its own, also of the same client.
package typealias FeedID = UInt64

/// What a node writes to a client in one piece. The client takes position and messages in one step.
package struct Frame: Hashable, Sendable {
    package var feed: FeedID
    /// Everything up to here is in this frame or in one before, or was not for this client.
    package var position: Position
    package var entries: [Entry]
    /// The connection's groups at this position, sorted; nil when no entry of this frame changed them.
    package var groups: [String]?
    /// There is more for this client already: it comes when ``LogNode/goOn(_:)`` says that this frame was taken.
    package var isPartial = false

    package init(
        feed: FeedID,
        position: Position,
        entries: [Entry],
        groups: [String]? = nil,
        isPartial: Bool = false
    ) {
        self.isPartial = isPartial
        self.feed = feed
        self.position = position
        self.entries = entries
        self.groups = groups
    }
}

/// Why a client is told that messages may be missing. Its window ends with that.
package enum GapReason: String, Hashable, Sendable, CaseIterable {
    /// It came back without a position, or with one of another kind.
    case noPosition
    /// Its position is in another log.
    case otherLog
    /// Behind its position something was trimmed away.
    case trimmed
    /// At its position stands something else.
    case otherEntry
    /// Its position is beyond the end of the log.
    case beyondHead
    /// The data was destroyed while it was connected.
    case startedAnew
    /// Its life was ended by an entry of the log.
    case ended
}
