import Core
import Runtime

/// Where a fleet records what happens: a file, or memory in tests.
protocol HistoryRecording: AnyObject {
    func append(_ record: HistoryRecord) throws(HistoryFileError)
    /// The number by which records refer to a text.
    func note(_ text: String) -> UInt32
    func close() throws(HistoryFileError)
}

extension HistoryWriter: HistoryRecording {}

/// For a process that was told to record nothing.
final class NoHistory: HistoryRecording {
    func append(_ record: HistoryRecord) {}
    func note(_ text: String) -> UInt32 { 0 }
    func close() {}
}
