/// The messages of all publishers by their sequences, in chunks, so that growing copies nothing.
final class MessageStore {
    private static let chunkBits = 12
    /// Messages of one chunk.
    static let chunkSize = 1 << chunkBits
    /// A sequence may run ahead of those before it by so many; more is a damaged record and is not indexed.
    static let aheadMax = 65_536

    private struct Row {
        var chunks: UnsafeMutablePointer<UnsafeMutablePointer<Message>>
        var chunkCount: Int
        var chunkCapacity: Int
        /// The greatest sequence so far.
        var count: UInt32
    }

    private let rows: UnsafeMutablePointer<Row>
    let publisherCount: Int

    init(publishers: Int) {
        publisherCount = publishers
        rows = .allocate(capacity: max(1, publishers))
        for index in 0..<publishers {
            let chunks = UnsafeMutablePointer<UnsafeMutablePointer<Message>>.allocate(capacity: 4)
            rows[index] = Row(chunks: chunks, chunkCount: 0, chunkCapacity: 4, count: 0)
        }
    }

    deinit {
        for index in 0..<publisherCount {
            let row = rows[index]
            for chunk in 0..<row.chunkCount { row.chunks[chunk].deallocate() }
            row.chunks.deallocate()
        }
        rows.deallocate()
    }

    /// The greatest sequence of a publisher.
    func count(of publisher: Int) -> UInt32 { rows[publisher].count }

    /// The message, or nil when no sequence of that publisher reaches so far. It may still be absent.
    @inline(__always)
    func find(_ publisher: Int, _ sequence: UInt32) -> UnsafeMutablePointer<Message>? {
        guard publisher >= 0, publisher < publisherCount else { return nil }
        let row = rows + publisher
        guard sequence &- 1 < row.pointee.count else { return nil }
        let index = Int(sequence &- 1)
        return row.pointee.chunks[index >> Self.chunkBits] + (index & (Self.chunkSize - 1))
    }

    /// The same for a sequence that is known to be there.
    @inline(__always)
    func known(_ publisher: Int, _ sequence: UInt32) -> UnsafeMutablePointer<Message> {
        let index = Int(sequence &- 1)
        return rows[publisher].chunks[index >> Self.chunkBits] + (index & (Self.chunkSize - 1))
    }

    /// The message, with room made for it; nil when the sequence is out of reason.
    func reach(_ publisher: Int, _ sequence: UInt32) -> UnsafeMutablePointer<Message>? {
        guard publisher >= 0, publisher < publisherCount, sequence > 0 else { return nil }
        let count = rows[publisher].count
        if sequence <= count { return known(publisher, sequence) }
        guard sequence <= Message.sequenceMax, Int(sequence) - Int(count) <= Self.aheadMax else { return nil }
        while rows[publisher].chunkCount * Self.chunkSize < Int(sequence) { addChunk(to: rows + publisher) }
        rows[publisher].count = sequence
        return known(publisher, sequence)
    }

    private func addChunk(to row: UnsafeMutablePointer<Row>) {
        if row.pointee.chunkCount == row.pointee.chunkCapacity {
            let larger = UnsafeMutablePointer<UnsafeMutablePointer<Message>>.allocate(
                capacity: row.pointee.chunkCapacity * 2
            )
            larger.initialize(from: row.pointee.chunks, count: row.pointee.chunkCount)
            row.pointee.chunks.deallocate()
            row.pointee.chunks = larger
            row.pointee.chunkCapacity *= 2
        }
        let chunk = UnsafeMutablePointer<Message>.allocate(capacity: Self.chunkSize)
        chunk.initialize(repeating: Message(), count: Self.chunkSize)
        row.pointee.chunks[row.pointee.chunkCount] = chunk
        row.pointee.chunkCount += 1
    }
}
