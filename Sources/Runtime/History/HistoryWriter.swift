import Atomics
package import Core

/// Writes the events of one process, so that none is lost when the process is killed.
///
/// Confined to one event loop, which is its only writer. Records go straight into a mapped file; the word that commits
/// one is stored last, so a reader never sees half a record. Nothing is synced: the file outlives the process, not the
/// machine.
package final class HistoryWriter {
    private var mapping: HistoryMapping
    private var strings: HistoryStrings
    private let base: UnsafeMutableRawPointer
    /// Where the next record goes, bytes from the beginning of the file.
    private var end = HistoryHeader.size
    /// Records may begin below this. One slot behind it stays zero, so that a file that was cut short is told from one
    /// whose process was killed.
    private var limit = 0
    /// Over the records so far; the header has it too, behind each record.
    private var checksum: HistoryChecksum
    /// What went wrong where nothing could be thrown; the next append throws it.
    private var failure: HistoryFileError?

    /// Makes the file, which must not exist yet, and writes its header.
    package init(path: String, header: HistoryHeader) throws(HistoryFileError) {
        mapping = try HistoryMapping(path: path)
        strings = HistoryStrings(besides: path)
        base = mapping.base
        try mapping.grow()
        limit = mapping.size - 2 * HistoryRecord.size + 1
        let encoded = header.encoded()
        checksum = HistoryHeader.start(of: encoded)
        UnsafeMutableRawBufferPointer(start: base, count: HistoryHeader.size).copyBytes(from: encoded)
    }

    deinit {
        strings.close()
    }

    /// Records that were appended.
    package var count: UInt64 { UInt64((end - HistoryHeader.size) / HistoryRecord.size) }

    /// Appends one record. Throws when the file cannot grow: then the run's record is incomplete, and the process ends
    /// with ``HistoryFileError/exitCode``.
    @inline(__always)
    package func append(_ record: HistoryRecord) throws(HistoryFileError) {
        if end >= limit { try makeRoom() }
        let words = record.words
        let slot = base + end
        slot.storeBytes(of: words.message.littleEndian, toByteOffset: 8, as: UInt64.self)
        slot.storeBytes(of: words.time.littleEndian, toByteOffset: 16, as: UInt64.self)
        slot.storeBytes(of: words.extra.littleEndian, toByteOffset: 24, as: UInt64.self)
        Self.commit(words.head.littleEndian, at: slot)
        checksum.add(words)
        // A process that is killed between the two leaves a sum that lacks the last record, which readers allow for.
        Self.commit(checksum.value.littleEndian, at: base + HistoryHeader.checksumOffset)
        end += HistoryRecord.size
    }

    /// The number by which records refer to a text (`extra`). Equal texts have one number; 0 means that it was not kept.
    /// A text that cannot be written makes the next append throw.
    package func note(_ text: String) -> UInt32 {
        guard failure == nil else { return 0 }
        do throws(HistoryFileError) {
            return try strings.number(of: text)
        } catch {
            failure = error
            limit = 0
            return 0
        }
    }

    /// Cuts the file to its length and marks it as complete. Appending after it throws; closing again does nothing.
    package func close() throws(HistoryFileError) {
        if let failure {
            if failure.code == .closed { return }
            throw failure
        }
        limit = 0
        strings.close()
        failure = HistoryFileError(.closed, path: mapping.path)
        try mapping.truncate(to: end)
        base.storeBytes(of: count.littleEndian, toByteOffset: HistoryHeader.countOffset, as: UInt64.self)
        Self.commit(HistoryHeader.closeMark.littleEndian, at: base + HistoryHeader.closeMarkOffset)
    }

    @inline(never)
    private func makeRoom() throws(HistoryFileError) {
        if let failure { throw failure }
        do throws(HistoryFileError) {
            try mapping.grow()
        } catch {
            failure = error
            throw error
        }
        limit = mapping.size - 2 * HistoryRecord.size + 1
    }

    /// Everything stored before is seen by whoever sees this word.
    @inline(__always)
    private static func commit(_ word: UInt64, at address: UnsafeMutableRawPointer) {
        let storage = address.assumingMemoryBound(to: UnsafeAtomic<UInt64>.Storage.self)
        UnsafeAtomic<UInt64>(at: storage).store(word, ordering: .releasing)
    }
}
