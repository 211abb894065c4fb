/// A history that lies in memory.
package struct HistoryBytes: HistorySource, Sendable {
    package var name: String
    /// The bytes of the file.
    package var bytes: [UInt8]
    package var texts: HistoryStringTable

    package init(name: String, bytes: [UInt8], texts: HistoryStringTable = HistoryStringTable()) {
        self.name = name
        self.bytes = bytes
        self.texts = texts
    }

    /// The file that a writer of these records leaves behind: closed, or killed with `spare` unused slots.
    package init(
        name: String,
        header: HistoryHeader,
        records: [HistoryRecord],
        closed: Bool = true,
        spare: Int = 1,
        texts: HistoryStringTable = HistoryStringTable()
    ) {
        var bytes = header.encoded()
        bytes.reserveCapacity(HistoryHeader.size + (records.count + spare) * HistoryRecord.size)
        var checksum = HistoryHeader.start(of: bytes)
        for record in records {
            bytes.append(contentsOf: record.words.encoded())
            checksum.add(record.words)
        }
        bytes.withUnsafeMutableBytes { buffer in
            buffer.storeBytes(
                of: checksum.value.littleEndian,
                toByteOffset: HistoryHeader.checksumOffset,
                as: UInt64.self
            )
        }
        if closed {
            bytes.withUnsafeMutableBytes { buffer in
                buffer.storeBytes(
                    of: UInt64(records.count).littleEndian,
                    toByteOffset: HistoryHeader.countOffset,
                    as: UInt64.self
                )
                buffer.storeBytes(
                    of: HistoryHeader.closeMark.littleEndian,
                    toByteOffset: HistoryHeader.closeMarkOffset,
                    as: UInt64.self
                )
            }
        } else {
            bytes.append(contentsOf: repeatElement(0, count: spare * HistoryRecord.size))
        }
        self.init(name: name, bytes: bytes, texts: texts)
    }

    package func read(of run: RunID?, _ records: (UnsafeRawBufferPointer) -> Void) -> HistoryCondition {
        var decoder = HistoryDecoder(run: run)
        bytes.withUnsafeBytes { decoder.feed($0, records) }
        return decoder.finish()
    }

    package func strings() -> HistoryStringTable { texts }
}

extension HistoryRecord.Words {
    /// The 32 bytes of a file.
    package func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(HistoryRecord.size)
        for word in [head, message, time, extra] {
            withUnsafeBytes(of: word.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }
}
