import Core
import Testing

@Suite struct HistoryDecoderTests {
    static let header = HistoryHeader(
        role: .client,
        process: 3,
        run: RunID(0xC0FF_EE01),
        clockDomain: 0x0123_4567_89AB_CDEF,
        openedAt: 77
    )

    static let records: [HistoryRecord] = (UInt32(1)...5).map { number -> HistoryRecord in
        HistoryRecord(
            .delivered,
            subject: number,
            time: UInt64(number) * 1_000,
            flags: UInt8(number),
            detail: UInt16(number) << 8,
            publisher: UInt32.max - number,
            sequence: number << 20,
            extra: UInt64.max - UInt64(number)
        )
    }

    static func file(closed: Bool = true, spare: Int = 2) -> [UInt8] {
        HistoryBytes(name: "x", header: header, records: records, closed: closed, spare: spare).bytes
    }

    /// Feeds pieces of `size` bytes and gathers the records.
    static func read(_ bytes: [UInt8], pieces size: Int = .max) -> ([HistoryRecord], HistoryCondition) {
        var decoder = HistoryDecoder()
        var found: [HistoryRecord] = []
        var rest = bytes[...]
        while !rest.isEmpty {
            let piece = rest.prefix(size)
            rest = rest.dropFirst(size)
            piece.withUnsafeBytes { buffer in
                decoder.feed(buffer) { records in
                    guard let base = records.baseAddress else { return }
                    for offset in stride(from: 0, to: records.count, by: HistoryRecord.size) {
                        if let record = HistoryRecord(HistoryRecord.Words(base + offset)) { found.append(record) }
                    }
                }
            }
        }
        return (found, decoder.finish())
    }

    @Test(arguments: [1, 7, 31, 32, 33, 64, 96, 100, .max])
    func readsAClosedFileInPiecesOfAnySize(size: Int) {
        let (found, condition) = Self.read(Self.file(), pieces: size)
        #expect(found == Self.records)
        #expect(condition == HistoryCondition(header: Self.header, records: 5, ending: .closed))
    }

    @Test(arguments: [1, 32, .max])
    func aFileThatWasNeverClosedKeepsItsRecords(size: Int) {
        let (found, condition) = Self.read(Self.file(closed: false), pieces: size)
        #expect(found == Self.records)
        #expect(condition == HistoryCondition(header: Self.header, records: 5, ending: .open))
        #expect(condition.ending.isComplete)
    }

    @Test func aRecordWithoutItsCommitWordDoesNotCount() {
        var bytes = Self.file(closed: false)
        bytes[bytes.count - 2 * HistoryRecord.size + 20] = 9
        let (found, condition) = Self.read(bytes)
        #expect(found == Self.records)
        #expect(condition.ending == .torn)
        #expect(condition.ending.isComplete)
    }

    @Test func aClosedFileWithoutItsLastRecordIsTruncated() {
        for cut in [1, 32, 40, 160] {
            let (_, condition) = Self.read(Array(Self.file().dropLast(cut)))
            #expect(condition.ending == .truncated, "cut by \(cut)")
            #expect(!condition.ending.isComplete)
        }
    }

    /// As of a process that was killed while it closed its history: nothing is missing.
    @Test func anOpenFileWithoutItsZeroTailHasAllOfItsRecords() {
        let (found, condition) = Self.read(Array(Self.file(closed: false, spare: 1).dropLast(32)))
        #expect(found == Self.records)
        #expect(condition.ending == .open)
    }

    @Test func anOpenFileWithoutItsLastRecordIsTruncated() {
        for cut in [33, 64, 65, 96] {
            let (_, condition) = Self.read(Array(Self.file(closed: false, spare: 1).dropLast(cut)))
            #expect(condition.ending == .truncated, "cut by \(cut)")
        }
        let (_, halved) = Self.read(Array(Self.file(closed: false, spare: 1).dropLast(48)))
        #expect(halved.ending == .truncated)
    }

    @Test func aFileShorterThanAHeaderIsTruncated() {
        #expect(Self.read([]).1.ending == .truncated)
        #expect(Self.read(Array(Self.file().prefix(63))).1.ending == .truncated)
    }

    @Test func everyByteOfTheHeaderIsGuarded() {
        for index in 0..<HistoryHeader.size where !(48..<56).contains(index) {
            var bytes = Self.file()
            bytes[index] ^= 0x40
            let (found, condition) = Self.read(bytes)
            #expect(!condition.ending.isComplete, "byte \(index)")
            #expect(found.isEmpty || (64..<72).contains(index))
        }
    }

    @Test(arguments: [true, false])
    func everyBitOfEveryRecordIsGuarded(closed: Bool) {
        let whole = Self.file(closed: closed, spare: 2)
        for bit in 0..<(whole.count - HistoryHeader.size) * 8 {
            var bytes = whole
            bytes[HistoryHeader.size + bit / 8] ^= 1 << UInt8(bit % 8)
            let (found, condition) = Self.read(bytes)
            // Behind the records it may look like the beginning of another one, which does not count.
            let isTorn = condition.ending == .torn && found == Self.records
            #expect(isTorn || !condition.ending.isComplete, "bit \(bit)")
        }
    }

    @Test func recordsThatChangedPlacesAreNoticed() {
        var bytes = Self.file()
        let (first, second) = (HistoryHeader.size, HistoryHeader.size + HistoryRecord.size)
        bytes = Array(bytes[..<first] + bytes[second..<second + 32] + bytes[first..<second] + bytes[(second + 32)...])
        #expect(Self.read(bytes).1.ending == .altered)
    }

    /// The writer stores the sum behind the record, so it may lack the last one, and only that.
    @Test func theSumOfAKilledWriterMayLackItsLastRecord() {
        for (count, ending) in [(5, HistoryEnding.open), (4, .open), (3, .altered), (0, .altered)] {
            var bytes = Self.file(closed: false)
            var sum = HistoryHeader.start(of: Self.header.encoded())
            for record in Self.records.prefix(count) { sum.add(record.words) }
            withUnsafeBytes(of: sum.value.littleEndian) { value in
                bytes.replaceSubrange(HistoryHeader.checksumOffset..<HistoryHeader.checksumOffset + 8, with: value)
            }
            #expect(Self.read(bytes).1.ending == ending, "\(count)")
            bytes = Self.file(closed: true)
            withUnsafeBytes(of: sum.value.littleEndian) { value in
                bytes.replaceSubrange(HistoryHeader.checksumOffset..<HistoryHeader.checksumOffset + 8, with: value)
            }
            #expect(Self.read(bytes).1.ending == (count == 5 ? .closed : .altered), "\(count)")
        }
    }

    @Test func anotherVersionIsNamed() {
        var bytes = Self.file()
        bytes[8] = 9
        #expect(Self.read(bytes).1.ending == .wrongVersion(9))
    }

    @Test func nothingIsHandedOnOfAnotherRun() {
        let file = HistoryBytes(name: "x", bytes: Self.file())
        let own = file.read(of: Self.header.run) { _ in }
        #expect(own.ending == .closed)
        var pieces = 0
        let other = file.read(of: RunID(1)) { _ in pieces += 1 }
        #expect(other.ending == .wrongRun(Self.header.run))
        #expect(pieces == 0)
    }

    @Test func aCloseMarkThatIsNoneDamagesTheHeader() {
        var bytes = Self.file()
        bytes[HistoryHeader.closeMarkOffset] = 1
        #expect(Self.read(bytes).1.ending == .damagedHeader)
    }

    @Test func aPromiseOfFewerRecordsIsDamage() {
        var bytes = Self.file()
        bytes[HistoryHeader.countOffset] = 4
        #expect(Self.read(bytes).1.ending == .damagedRecord(4))
    }

    @Test func anUnknownKindIsDamageAtItsPlace() {
        for kind: UInt8 in [24, 31, 37, 70, 128, 255] {
            var bytes = Self.file()
            bytes[HistoryHeader.size + 2 * HistoryRecord.size] = kind
            let (found, condition) = Self.read(bytes)
            #expect(found == Array(Self.records[..<2]))
            #expect(condition.ending == .damagedRecord(2), "kind \(kind)")
        }
    }

    @Test(arguments: [1, 32, .max])
    func somethingBehindTheEndIsDamage(size: Int) {
        var bytes = Self.file(closed: false, spare: 3)
        bytes[bytes.count - 1] = 1
        #expect(Self.read(bytes, pieces: size).1.ending == .damagedRecord(5))
    }

    @Test func aHoleInAClosedFileIsDamage() {
        var bytes = Self.file()
        let begin = HistoryHeader.size + HistoryRecord.size
        bytes.replaceSubrange(begin..<begin + 32, with: repeatElement(0, count: 32))
        #expect(Self.read(bytes).1.ending == .damagedRecord(1))
    }

    /// The layout is a promise to people's own tools (docs/history.md).
    @Test func bytesAreThoseOfTheDocument() {
        let bytes = Self.file()
        #expect(Array(bytes[0..<8]) == Array("RCHIST\r\n".utf8))
        #expect(Array(bytes[8..<16]) == [2, 0, 32, 0, 1, 0, 0, 0])
        #expect(Array(bytes[16..<24]) == [3, 0, 0, 0, 0x01, 0xEE, 0xFF, 0xC0])
        #expect(Array(bytes[24..<32]) == [0xEF, 0xCD, 0xAB, 0x89, 0x67, 0x45, 0x23, 0x01])
        #expect(Array(bytes[48..<56]) == [5, 0, 0, 0, 0, 0, 0, 0])
        #expect(Array(bytes[56..<64]) == Array("CLOSED\0\0".utf8))
        var sum = HistoryChecksum(header: bytes[40..<48].reversed().reduce(0) { $0 << 8 | UInt64($1) })
        for record in Self.records { sum.add(record.words) }
        #expect(bytes[64..<72].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) } == sum.value)
        #expect(bytes[72..<128].allSatisfy { $0 == 0 })
        #expect(Array(bytes[128..<144]) == [13, 1, 0, 1, 1, 0, 0, 0, 0xFE, 0xFF, 0xFF, 0xFF, 0, 0, 0x10, 0])
        #expect(Array(bytes[144..<160]) == [0xE8, 3, 0, 0, 0, 0, 0, 0, 0xFE] + repeatElement(0xFF, count: 7))
    }
}
