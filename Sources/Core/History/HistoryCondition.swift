/// What a history file turned out to be when it was read to its end.
package struct HistoryCondition: Hashable, Sendable {
    /// Nil where none could be read.
    package var header: HistoryHeader?
    /// Records that were read.
    package var records: UInt64
    package var ending: HistoryEnding

    package init(header: HistoryHeader?, records: UInt64, ending: HistoryEnding) {
        self.header = header
        self.records = records
        self.ending = ending
    }
}

/// How a history ended.
package enum HistoryEnding: Hashable, Sendable {
    /// Closed in good order, with every record that its header promises.
    case closed
    /// Never closed, as when its process was killed: everything that had been recorded is there.
    case open
    /// As `open`, and the process was killed inside its last record, which does not count.
    case torn
    /// The file ends before its records do.
    case truncated
    /// No history, or one whose header was overwritten.
    case damagedHeader
    /// A history that another version of Rollcall wrote.
    case wrongVersion(UInt16)
    /// A history of another run, of which nothing was handed on.
    case wrongRun(RunID)
    /// The record with this number, from 0, is none, or something follows the end of the records.
    case damagedRecord(UInt64)
    /// Every record is one, and together they are not those that were written: the checksum is another.
    case altered
    /// There is no such file.
    case missing
    /// It could not be read, and why.
    case unreadable(String)

    /// Nothing that was recorded is missing.
    package var isComplete: Bool {
        switch self {
        case .closed, .open, .torn: true
        default: false
        }
    }
}

extension HistoryEnding: CustomStringConvertible {
    package var description: String {
        switch self {
        case .closed: "closed"
        case .open: "open"
        case .torn: "torn in its last record"
        case .truncated: "cut short"
        case .damagedHeader: "no history: its header is damaged"
        case .wrongVersion(let version):
            "a history of version \(version), and this program reads version \(HistoryHeader.version)"
        case .wrongRun(let run): "of another run, \(run)"
        case .damagedRecord(let index): "damaged at record \(index)"
        case .altered: "damaged: its checksum is wrong"
        case .missing: "missing"
        case .unreadable(let reason): "unreadable (\(reason))"
        }
    }
}
