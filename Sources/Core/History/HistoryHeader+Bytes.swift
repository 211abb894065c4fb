/// How a header that was closed in good order ended.
package struct HistoryClosing: Hashable, Sendable {
    /// Records that the file must hold.
    package var records: UInt64

    package init(records: UInt64) {
        self.records = records
    }
}

/// Why 64 bytes are no header that can be read.
package enum HistoryHeaderFault: Error, Hashable, Sendable {
    /// The file does not begin with the magic bytes, or its header's checksum is wrong.
    case damaged
    /// A history file of another version of the format.
    case version(UInt16)
}

extension HistoryHeader {
    /// Bytes before the checksum, which covers them.
    private static let coveredSize = 40

    /// The header of a file that is open; its closing words are zero.
    package func encoded() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: Self.size)
        bytes.withUnsafeMutableBytes { buffer in
            buffer.storeBytes(of: Self.magic.littleEndian, toByteOffset: 0, as: UInt64.self)
            buffer.storeBytes(of: Self.version.littleEndian, toByteOffset: 8, as: UInt16.self)
            buffer.storeBytes(of: UInt16(HistoryRecord.size).littleEndian, toByteOffset: 10, as: UInt16.self)
            buffer.storeBytes(of: role.rawValue, toByteOffset: 12, as: UInt8.self)
            buffer.storeBytes(of: process.littleEndian, toByteOffset: 16, as: UInt32.self)
            buffer.storeBytes(of: run.bits.littleEndian, toByteOffset: 20, as: UInt32.self)
            buffer.storeBytes(of: clockDomain.littleEndian, toByteOffset: 24, as: UInt64.self)
            buffer.storeBytes(of: openedAt.littleEndian, toByteOffset: 32, as: UInt64.self)
            let covered = UnsafeRawBufferPointer(rebasing: buffer[..<Self.coveredSize])
            let checksum = MessageChecksum.of(covered)
            buffer.storeBytes(of: checksum.littleEndian, toByteOffset: Self.coveredSize, as: UInt64.self)
            buffer.storeBytes(of: checksum.littleEndian, toByteOffset: Self.checksumOffset, as: UInt64.self)
        }
        return bytes
    }

    /// What the first bytes of a file hold.
    package struct Decoded: Hashable, Sendable {
        package var header: HistoryHeader
        /// Nil where the file was not closed.
        package var closing: HistoryClosing?
        /// The checksum of the records begins with it.
        package var start: HistoryChecksum
        /// The checksum of all records, by the word of the writer.
        package var checksum: UInt64
    }

    /// Where the sum of a header that was just encoded begins.
    package static func start(of encoded: [UInt8]) -> HistoryChecksum {
        HistoryChecksum(header: encoded.withUnsafeBytes { word($0, checksumOffset) })
    }

    /// Reads a header and, where the file was closed in good order, how.
    package static func decode(_ bytes: UnsafeRawBufferPointer) throws(HistoryHeaderFault) -> Decoded {
        guard bytes.count >= size, word(bytes, 0) == magic else { throw .damaged }
        let version = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt16.self))
        guard version == Self.version else { throw .version(version) }
        let covered = UnsafeRawBufferPointer(rebasing: bytes[..<coveredSize])
        let recordSize = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 10, as: UInt16.self))
        guard
            word(bytes, coveredSize) == MessageChecksum.of(covered),
            Int(recordSize) == HistoryRecord.size,
            let role = HistoryRole(rawValue: bytes[12])
        else { throw .damaged }
        let header = HistoryHeader(
            role: role,
            process: UInt32(truncatingIfNeeded: word(bytes, 16)),
            run: RunID(UInt32(word(bytes, 16) >> 32)),
            clockDomain: word(bytes, 24),
            openedAt: word(bytes, 32)
        )
        guard bytes[reservedOffset..<size].allSatisfy({ $0 == 0 }) else { throw .damaged }
        let mark = word(bytes, closeMarkOffset)
        guard mark == 0 || mark == closeMark else { throw .damaged }
        return Decoded(
            header: header,
            closing: mark == 0 ? nil : HistoryClosing(records: word(bytes, countOffset)),
            start: HistoryChecksum(header: word(bytes, coveredSize)),
            checksum: word(bytes, checksumOffset)
        )
    }

    private static func word(_ bytes: UnsafeRawBufferPointer, _ offset: Int) -> UInt64 {
        UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
}
