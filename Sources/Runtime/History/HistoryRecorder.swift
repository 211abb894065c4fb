package import Core

/// Writes a history where nothing can be thrown: whoever records is told once that it cannot go on, and records nothing
/// more. A record that is not whole must not look as if it were.
///
/// Confined to one event loop, like its ``HistoryWriter``.
package final class HistoryRecorder {
    private let writer: HistoryWriter
    private let onFailure: (HistoryFileError) -> Void
    package private(set) var hasFailed = false

    /// - Parameter onFailure: called once, when the history cannot go on.
    /// - Throws: ``HistoryFileError`` when the file cannot be made.
    package init(
        path: String,
        header: HistoryHeader,
        onFailure: @escaping (HistoryFileError) -> Void
    ) throws(HistoryFileError) {
        writer = try HistoryWriter(path: path, header: header)
        self.onFailure = onFailure
    }

    package func append(_ record: HistoryRecord) {
        guard !hasFailed else { return }
        do throws(HistoryFileError) {
            try writer.append(record)
        } catch {
            hasFailed = true
            onFailure(error)
        }
    }

    /// Keeps a text beside the records; returns its number (docs/history.md, "Texts").
    package func note(_ text: String) -> UInt64 { UInt64(writer.note(text)) }

    /// Cuts the file to its length and marks it as complete.
    ///
    /// - Throws: ``HistoryFileError``
    package func close() throws(HistoryFileError) { try writer.close() }
}
