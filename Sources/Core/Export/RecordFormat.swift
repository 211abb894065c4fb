/// How records are written for other tools.
package enum RecordFormat: String, Sendable, CaseIterable {
    /// One JSON object per line, without what a record does not have.
    case jsonl
    /// RFC 4180, with a line of names first and every column in every line.
    case csv
}
