/// One event of a run in 32 bytes, as it lies in a history file (docs/history.md describes the format for other tools).
///
/// The first word holds the kind and is written last, so a reader that finds kind 0 has met the end of what was
/// recorded, whatever the writer was doing when it was killed.
package struct HistoryRecord: Hashable, Sendable {
    package var kind: HistoryKind
    /// Meaning depends on the kind; see ``HistoryKind``.
    package var flags: UInt8
    /// Meaning depends on the kind: node, attempt or audience number.
    package var detail: UInt16
    /// Number of the client, node or fault that the event is about.
    package var subject: UInt32
    /// Number of the publisher, or 0.
    package var publisher: UInt32
    /// Sequence of the message, or 0. Sequences of a publisher begin at 1 and are dense.
    package var sequence: UInt32
    /// CLOCK_MONOTONIC, nanoseconds.
    package var time: UInt64
    /// Meaning depends on the kind: time of sending, Redis id, string number.
    package var extra: UInt64

    package init(
        _ kind: HistoryKind,
        subject: UInt32,
        time: UInt64,
        flags: UInt8 = 0,
        detail: UInt16 = 0,
        publisher: UInt32 = 0,
        sequence: UInt32 = 0,
        extra: UInt64 = 0
    ) {
        self.kind = kind
        self.flags = flags
        self.detail = detail
        self.subject = subject
        self.publisher = publisher
        self.sequence = sequence
        self.time = time
        self.extra = extra
    }

    /// Bytes of one record in a file.
    package static let size = 32
}
