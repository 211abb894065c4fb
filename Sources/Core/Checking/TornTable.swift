/// Who saw a message and who should have (`atomic`): for each message the first sight by anybody, and how many of those
/// that were entitled to it missed it.
final class TornTable {
    let index: MessageIndex
    /// By stream, one bit for each message whose outcome is unknown.
    let unknown: [[UInt64]]
    private let firstSeen: UnsafeMutablePointer<UInt64>
    private let missing: UnsafeMutablePointer<UInt32>
    /// The first client that missed it, by position.
    private let clients: UnsafeMutablePointer<UInt32>

    init(index: MessageIndex, store: MessageStore, table: StreamTable) {
        self.index = index
        unknown = table.streams.map { stream in
            var bits = [UInt64](repeating: 0, count: stream.wordCount)
            for (rank, sequence) in stream.sequences.enumerated()
            where store.known(stream.publisher, sequence).pointee.state == .info {
                bits[rank >> 6] |= 1 << UInt64(rank & 63)
            }
            return bits
        }
        let count = max(1, index.count)
        firstSeen = .allocate(capacity: count)
        firstSeen.initialize(repeating: .max, count: count)
        missing = .allocate(capacity: count)
        missing.initialize(repeating: 0, count: count)
        clients = .allocate(capacity: count)
        clients.initialize(repeating: 0, count: count)
    }

    deinit {
        firstSeen.deallocate()
        missing.deallocate()
        clients.deallocate()
    }

    @inline(__always)
    func saw(_ message: Int, at time: UInt64) {
        if time < firstSeen[message] { firstSeen[message] = time }
    }

    func miss(_ message: Int, client: Int) {
        if missing[message] == 0 { clients[message] = UInt32(truncatingIfNeeded: client) }
        missing[message] += 1
    }

    /// Messages that somebody saw and somebody else missed.
    func forEachTorn(_ body: (_ message: Int, _ firstSeen: UInt64, _ missing: Int, _ client: Int) -> Void) {
        for message in 0..<index.count where missing[message] > 0 && firstSeen[message] < .max {
            body(message, firstSeen[message], Int(missing[message]), Int(clients[message]))
        }
    }
}
