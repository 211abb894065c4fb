/// One history file as it was found.
package struct HistorySummary: Codable, Hashable, Sendable {
    package var name: String
    package var role: HistoryRole?
    package var process: UInt32?
    package var records: UInt64
    /// In words; see ``HistoryEnding``.
    package var ending: String
    package var complete: Bool
}
