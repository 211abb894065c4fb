/// What a look for messages in received bytes found.
package enum MessageScan: Hashable, Sendable {
    /// A message whose checksum is right.
    case message(MessageFields)
    /// The marker is there, but the rest is damaged; the fields as far as they could be read.
    case damaged(MessageFields?)
}

extension MessagePayload {
    /// Finds the next message at or after `offset`, and moves `offset` behind it. Nil when there is none.
    ///
    /// It looks for the marker and reads digits; it parses no JSON, so it serves every protocol that sends the payload as
    /// it is.
    package static func next(in bytes: UnsafeRawBufferPointer, from offset: inout Int) -> MessageScan? {
        guard let start = find(in: bytes, from: offset) else {
            offset = bytes.count
            return nil
        }
        var reader = DigitReader(bytes: bytes, offset: start + 5)
        guard let fields = readFields(&reader) else {
            offset = start + 5
            return .damaged(nil)
        }
        guard let length = reader.decimal(), length <= UInt64(bytes.count) else {
            offset = reader.offset
            return .damaged(fields)
        }
        let coveredEnd = reader.offset
        guard let checksum = reader.hexadecimal(digits: 16), reader.offset + Int(length) <= bytes.count else {
            offset = reader.offset
            return .damaged(fields)
        }
        let end = reader.offset + Int(length)
        offset = end
        return matches(bytes, head: start..<coveredEnd, padding: reader.offset..<end, checksum: checksum)
            ? .message(fields) : .damaged(fields)
    }

    /// `~rc1.`
    static let markerSize = 5
    /// Bytes from the marker to the dot behind the length, at most.
    static let headSizeMax = 80

    /// The beginning of a message, up to its length. Nil when it is damaged, or not all there.
    ///
    /// - Parameter start: where the marker is.
    /// - Returns: what it says, where it ends, and how many bytes of the message come behind it.
    static func head(
        in bytes: UnsafeRawBufferPointer,
        at start: Int
    ) -> (fields: MessageFields, end: Int, rest: Int)? {
        var reader = DigitReader(bytes: bytes, offset: start + markerSize)
        guard let fields = readFields(&reader), let length = reader.decimal(), length <= UInt64(largestSize) else {
            return nil
        }
        return (fields, reader.offset, checksumSize + Int(length))
    }

    /// Whether what there is of a message can still become a whole head.
    static func mayBeHead(in bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
        bytes.count - start < headSizeMax
            && bytes[(start + markerSize)...].allSatisfy {
                (48...57).contains($0) || (97...102).contains($0) || $0 == 46
            }
    }

    /// The checksum and its dot.
    private static let checksumSize = 17

    private static func readFields(_ reader: inout DigitReader) -> MessageFields? {
        guard
            let run = reader.hexadecimal(digits: 8),
            let publisher = reader.decimal(), publisher > 0, publisher <= UInt64(UInt32.max),
            let sequence = reader.decimal(), sequence > 0, sequence <= UInt64(UInt32.max),
            let sentAt = reader.decimal()
        else { return nil }
        return MessageFields(
            run: RunID(UInt32(run)),
            publisher: PublisherID(UInt32(publisher)),
            sequence: UInt32(sequence),
            sentAt: sentAt
        )
    }

    private static func matches(
        _ bytes: UnsafeRawBufferPointer,
        head: Range<Int>,
        padding: Range<Int>,
        checksum: UInt64
    ) -> Bool {
        // The checksum lies between head and padding; it is hashed as if it were not there.
        withUnsafeTemporaryAllocation(byteCount: head.count + padding.count, alignment: 8) { joined in
            UnsafeMutableRawBufferPointer(rebasing: joined[..<head.count]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[head])
            )
            UnsafeMutableRawBufferPointer(rebasing: joined[head.count...]).copyMemory(
                from: UnsafeRawBufferPointer(rebasing: bytes[padding])
            )
            return MessageChecksum.of(UnsafeRawBufferPointer(joined)) == checksum
        }
    }

    /// Where the next marker begins.
    static func find(in bytes: UnsafeRawBufferPointer, from offset: Int) -> Int? {
        guard bytes.count >= 5, offset <= bytes.count - 5 else { return nil }
        let tilde = UInt8(ascii: "~")
        var position = offset
        while position <= bytes.count - 5 {
            if bytes[position] == tilde,
                bytes.loadUnaligned(fromByteOffset: position + 1, as: UInt32.self) == markerTail
            {
                return position
            }
            position += 1
        }
        return nil
    }

    /// `rc1.` as one word in this machine's byte order.
    private static let markerTail: UInt32 = {
        var word: UInt32 = 0
        withUnsafeMutableBytes(of: &word) { $0.copyBytes(from: "rc1.".utf8) }
        return word
    }()
}

/// Reads numbers that end with a dot.
private struct DigitReader {
    let bytes: UnsafeRawBufferPointer
    var offset: Int

    mutating func decimal() -> UInt64? {
        var value: UInt64 = 0
        var digits = 0
        while offset < bytes.count {
            let byte = bytes[offset]
            if byte == UInt8(ascii: ".") {
                offset += 1
                return digits > 0 ? value : nil
            }
            guard byte >= 48, byte <= 57, digits < 19 else { return nil }
            value = value &* 10 &+ UInt64(byte &- 48)
            digits += 1
            offset += 1
        }
        return nil
    }

    mutating func hexadecimal(digits: Int) -> UInt64? {
        guard offset + digits < bytes.count, bytes[offset + digits] == UInt8(ascii: ".") else { return nil }
        var value: UInt64 = 0
        for position in offset..<offset + digits {
            let byte = bytes[position]
            switch byte {
            case 48...57: value = value << 4 | UInt64(byte &- 48)
            case 97...102: value = value << 4 | UInt64(byte &- 87)
            default: return nil
            }
        }
        offset += digits + 1
        return value
    }
}
