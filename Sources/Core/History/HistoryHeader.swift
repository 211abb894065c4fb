/// The first 128 bytes of a history file: whose events these are, of which run, and by which clock.
///
/// Everything but the closing and the checksum of the records is written once, before the first record (docs/history.md has
/// the layout).
package struct HistoryHeader: Hashable, Sendable {
    package var role: HistoryRole
    /// Number of the process within its role, from 1: the node's number, or that of the client process.
    package var process: UInt32
    package var run: RunID
    /// Files with the same number were stamped by the same clock, so their times can be compared.
    package var clockDomain: UInt64
    /// CLOCK_MONOTONIC of the file's beginning, nanoseconds.
    package var openedAt: UInt64

    package init(role: HistoryRole, process: UInt32, run: RunID, clockDomain: UInt64, openedAt: UInt64) {
        self.role = role
        self.process = process
        self.run = run
        self.clockDomain = clockDomain
        self.openedAt = openedAt
    }

    /// Bytes of the header in a file.
    package static let size = 128
    /// The version that this code reads and writes.
    package static let version: UInt16 = 2
    /// Eight bytes that no text file begins with.
    package static let magic: UInt64 = 0x0A0D_5453_4948_4352
    /// Where the number of records stands, written on closing; little-endian, 64 bits.
    package static let countOffset = 48
    /// Where the mark of a clean closing stands, written last of all.
    package static let closeMarkOffset = 56
    /// The mark itself: `CLOSED` and two zero bytes.
    package static let closeMark: UInt64 = 0x0000_4445_534F_4C43
    /// Where the ``HistoryChecksum`` of the records so far stands, written behind each; little-endian, 64 bits.
    package static let checksumOffset = 64
    /// Zero from here on.
    static let reservedOffset = 72
}

/// What kind of process wrote a history file. Raw values are part of the format.
package enum HistoryRole: UInt8, Sendable, Codable, CaseIterable {
    case client = 1
    case node = 2
    case orchestrator = 3
    /// What one data server carried; the number is that of the server.
    case witness = 4
    /// What passed the links between nodes and Redis.
    case links = 5
}
