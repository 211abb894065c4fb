/// The running checksum of a history, which its writer keeps in the header, one step for each record.
///
/// A record is mixed word by word from a start of its own, as payloads are, and the result into the sum of those before it:
/// steps of different records wait for each other only in the last mix. Every step is a bijection of each word that it takes,
/// so the change of any one word of a history is found for certain, and any other but for one in 2^64.
package struct HistoryChecksum: Hashable, Sendable {
    /// The sum over the records so far.
    package var value: UInt64

    /// Begins with the checksum of the header, so that the records of one history are none of another's.
    @inlinable
    package init(header: UInt64) {
        value = header
    }

    @inlinable @inline(__always)
    package mutating func add(_ words: HistoryRecord.Words) {
        var record = MessageChecksum.mix(words.head)
        record = MessageChecksum.mix(record ^ words.message)
        record = MessageChecksum.mix(record ^ words.time)
        record = MessageChecksum.mix(record ^ words.extra)
        value = MessageChecksum.mix(value ^ record)
    }
}
