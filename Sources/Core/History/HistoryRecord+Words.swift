extension HistoryRecord {
    /// A record as four words of 64 bits, little-endian in a file. The first one commits the record: it is written last,
    /// and never zero.
    package struct Words: Hashable, Sendable {
        /// Kind in the lowest byte, then flags, detail (16 bits) and subject (32 bits).
        package var head: UInt64
        /// Publisher in the lower half, sequence in the upper.
        package var message: UInt64
        package var time: UInt64
        package var extra: UInt64

        @inlinable
        package init(head: UInt64, message: UInt64, time: UInt64, extra: UInt64) {
            self.head = head
            self.message = message
            self.time = time
            self.extra = extra
        }

        /// Reads 32 bytes of a file.
        @inlinable
        package init(_ bytes: UnsafeRawPointer) {
            head = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self))
            message = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self))
            time = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 16, as: UInt64.self))
            extra = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 24, as: UInt64.self))
        }
    }

    package var words: Words {
        Words(
            head: UInt64(kind.rawValue) | UInt64(flags) << 8 | UInt64(detail) << 16 | UInt64(subject) << 32,
            message: UInt64(publisher) | UInt64(sequence) << 32,
            time: time,
            extra: extra
        )
    }

    /// Nil when the kind is none that this version knows; kind 0 is the end of what was recorded.
    package init?(_ words: Words) {
        guard let kind = HistoryKind(rawValue: UInt8(truncatingIfNeeded: words.head)) else { return nil }
        self.init(
            kind,
            subject: UInt32(words.head >> 32),
            time: words.time,
            flags: UInt8(truncatingIfNeeded: words.head >> 8),
            detail: UInt16(truncatingIfNeeded: words.head >> 16),
            publisher: UInt32(truncatingIfNeeded: words.message),
            sequence: UInt32(words.message >> 32),
            extra: words.extra
        )
    }
}
