/// A history that can be read from its beginning as often as needed, without being held in memory.
package protocol HistorySource {
    /// As in ``RunManifest/histories``.
    var name: String { get }

    /// Reads it to its end; with a run, only when it is of that run. `records` gets pieces that hold a whole number of records, 32 bytes each, valid during the
    /// call only; see ``HistoryRecord/Words/init(_:)``.
    func read(of run: RunID?, _ records: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition

    /// The texts that its records refer to by number; empty where there are none.
    func strings() -> HistoryStringTable
}

extension HistorySource {
    /// Hands out one record after the other, for whoever is in no hurry.
    package func forEach(_ body: (HistoryRecord) -> Void) -> HistoryCondition {
        read(of: nil) { bytes in
            guard let base = bytes.baseAddress else { return }
            for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
                if let record = HistoryRecord(HistoryRecord.Words(base + offset)) { body(record) }
            }
        }
    }
}
