/// Finds the messages of a run in what passes a link, whatever protocol carries them, in pieces of any size. Pure; it keeps
/// no more than the head of one message.
///
/// A message has passed when its last byte has: one that is cut off in the middle has not.
package struct LinkTap: Sendable {
    /// Where it listens. Raw values are the `detail` of a record.
    package enum Place: UInt16, Hashable, Sendable, CaseIterable {
        /// What a node sends to Redis.
        case toRedis = 1
        /// What Redis sends to a node's subscription.
        case fromRedis = 2
    }

    private let run: RunID
    /// The end of what has passed, where it may be the beginning of a message.
    private var carry: [UInt8] = []
    /// Bytes of the present message that are still to pass.
    private var rest = 0
    private var message: (publisher: UInt32, sequence: UInt32)?

    package init(of run: RunID) {
        self.run = run
    }

    /// The next bytes have passed: tells of every message that is complete with them.
    package mutating func pass(
        _ bytes: UnsafeRawBufferPointer,
        _ report: (_ publisher: UInt32, _ sequence: UInt32) -> Void
    ) {
        guard !carry.isEmpty else { return scan(bytes, report) }
        let joined = carry + bytes
        carry = []
        joined.withUnsafeBytes { scan($0, report) }
    }

    private mutating func scan(_ bytes: UnsafeRawBufferPointer, _ report: (UInt32, UInt32) -> Void) {
        var offset = 0
        while true {
            if rest > 0 {
                let part = min(rest, bytes.count - offset)
                rest -= part
                offset += part
                guard rest == 0 else { return }
                if let message { report(message.publisher, message.sequence) }
                message = nil
            }
            guard let start = MessagePayload.find(in: bytes, from: offset) else {
                keep(bytes, from: max(offset, bytes.count - (MessagePayload.markerSize - 1)))
                return
            }
            if let head = MessagePayload.head(in: bytes, at: start) {
                message = head.fields.run == run ? (head.fields.publisher.number, head.fields.sequence) : nil
                rest = head.rest
                offset = head.end
            } else if MessagePayload.mayBeHead(in: bytes, at: start) {
                carry = Array(bytes[start...])
                return
            } else {
                offset = start + MessagePayload.markerSize
            }
        }
    }

    /// Keeps what may be the beginning of a marker.
    private mutating func keep(_ bytes: UnsafeRawBufferPointer, from first: Int) {
        guard let start = bytes[first...].firstIndex(of: UInt8(ascii: "~")) else { return }
        carry = Array(bytes[start...])
    }
}
