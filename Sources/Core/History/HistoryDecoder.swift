/// Reads a history file from pieces of any size, and hands on whole records as they lie in the file.
package struct HistoryDecoder {
    private enum State {
        case header
        case records
        /// Behind the last record; nothing but zeros may follow.
        case tail(torn: Bool)
        case failed(HistoryEnding)
    }

    private var state = State.header
    private let run: RunID?
    /// The beginning of a header or record whose rest has not come yet.
    private var carry: [UInt8] = []
    private var header: HistoryHeader?
    private var closing: HistoryClosing?
    private var count: UInt64 = 0
    /// Over the records so far, and over all but the last of them.
    private var checksum = HistoryChecksum(header: 0)
    private var checksumBefore = HistoryChecksum(header: 0)
    /// As the header has it.
    private var wanted: UInt64 = 0
    /// Of the last record; 0 before the first.
    private var lastTime: UInt64 = 0

    /// With a run, nothing is handed on of a history of another one.
    package init(run: RunID? = nil) {
        self.run = run
        carry.reserveCapacity(HistoryHeader.size)
    }

    /// Takes the next bytes. `records` gets memory that holds a whole number of committed records of known kinds, 32
    /// bytes each, valid during the call only.
    package mutating func feed(_ bytes: UnsafeRawBufferPointer, _ records: (UnsafeRawBufferPointer) -> Void) {
        var rest = bytes
        if case .header = state {
            guard let piece = gather(HistoryHeader.size, from: &rest) else { return }
            readHeader(piece)
        }
        if !carry.isEmpty, !rest.isEmpty {
            guard let piece = gather(HistoryRecord.size, from: &rest) else { return }
            piece.withUnsafeBytes { take($0, records) }
        }
        let whole = rest.count - rest.count % HistoryRecord.size
        take(UnsafeRawBufferPointer(rebasing: rest[..<whole]), records)
        carry.append(contentsOf: rest[whole...])
    }

    /// To be called once, after the last bytes.
    package mutating func finish() -> HistoryCondition {
        HistoryCondition(header: header, records: count, ending: ending())
    }

    private func ending() -> HistoryEnding {
        switch state {
        case .failed(let ending):
            return ending
        case .header:
            return .truncated
        case .records:
            if let closing {
                if !carry.isEmpty || count < closing.records { return .truncated }
                guard count == closing.records else { return .damagedRecord(closing.records) }
                return checksum.value == wanted ? .closed : .altered
            }
            // Without a free slot: it was killed while it was being closed, or cut, and then the sum is that of more.
            return carry.allSatisfy { $0 == 0 } && isWhole ? .open : .truncated
        case .tail(let torn):
            if let closing {
                guard count == closing.records, !torn else { return .damagedRecord(count) }
                return checksum.value == wanted ? .closed : .altered
            }
            guard isWhole else { return .altered }
            return torn ? .torn : .open
        }
    }

    /// The records are those of the sum. A process that was killed behind a record may not have come to the sum over it; but
    /// what has no time is none, and only the free slot with a changed byte.
    private var isWhole: Bool {
        checksum.value == wanted || lastTime > 0 && checksumBefore.value == wanted
    }

    /// Collects `size` bytes from the carried ones and the new ones; nil until there are as many.
    private mutating func gather(_ size: Int, from rest: inout UnsafeRawBufferPointer) -> [UInt8]? {
        let wanted = min(size - carry.count, rest.count)
        carry.append(contentsOf: rest[..<wanted])
        rest = UnsafeRawBufferPointer(rebasing: rest[wanted...])
        guard carry.count == size else { return nil }
        defer { carry.removeAll(keepingCapacity: true) }
        return carry
    }

    private mutating func readHeader(_ bytes: [UInt8]) {
        let result = bytes.withUnsafeBytes { buffer in
            Result { () throws(HistoryHeaderFault) in try HistoryHeader.decode(buffer) }
        }
        switch result {
        case .success(let read):
            (header, closing) = (read.header, read.closing)
            (checksum, wanted) = (read.start, read.checksum)
            state = run == nil || run == read.header.run ? .records : .failed(.wrongRun(read.header.run))
        case .failure(.damaged): state = .failed(.damagedHeader)
        case .failure(.version(let version)): state = .failed(.wrongVersion(version))
        }
    }

    private mutating func take(_ bytes: UnsafeRawBufferPointer, _ records: (UnsafeRawBufferPointer) -> Void) {
        guard !bytes.isEmpty else { return }
        var begin = 0
        if case .records = state {
            begin = committed(bytes)
            if begin > 0 { records(UnsafeRawBufferPointer(rebasing: bytes[..<begin])) }
            count += UInt64(begin / HistoryRecord.size)
            guard begin < bytes.count else { return }
            guard bytes[begin] == 0 else {
                state = .failed(.damagedRecord(count))
                return
            }
            let slot = UnsafeRawBufferPointer(rebasing: bytes[begin..<begin + HistoryRecord.size])
            guard slot[..<8].allSatisfy({ $0 == 0 }) else {
                state = .failed(.damagedRecord(count))
                return
            }
            state = .tail(torn: !Self.isZero(slot))
            begin += HistoryRecord.size
        }
        if case .tail = state, !Self.isZero(UnsafeRawBufferPointer(rebasing: bytes[begin...])) {
            state = .failed(.damagedRecord(count))
        }
    }

    /// Bytes at the beginning that are records of known kinds; they are added to the sum.
    private mutating func committed(_ bytes: UnsafeRawBufferPointer) -> Int {
        guard let base = bytes.baseAddress else { return 0 }
        let kinds = Self.knownKinds
        var (sum, before) = (checksum, checksumBefore)
        var offset = 0
        while offset < bytes.count {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            guard kind < 128, kinds[Int(kind >> 6)] >> UInt64(kind & 63) & 1 == 1 else { break }
            before = sum
            sum.add(words)
            offset += HistoryRecord.size
        }
        (checksum, checksumBefore) = (sum, before)
        if offset > 0 { lastTime = HistoryRecord.Words(base + offset - HistoryRecord.size).time }
        return offset
    }

    private static func isZero(_ bytes: UnsafeRawBufferPointer) -> Bool {
        var offset = 0
        while offset + 8 <= bytes.count {
            if bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self) != 0 { return false }
            offset += 8
        }
        return bytes[offset...].allSatisfy { $0 == 0 }
    }

    /// One bit per kind.
    private static let knownKinds: InlineArray<2, UInt64> = {
        var bits: InlineArray<2, UInt64> = [0, 0]
        for kind in HistoryKind.allCases {
            bits[Int(kind.rawValue >> 6)] |= 1 << UInt64(kind.rawValue & 63)
        }
        return bits
    }()
}
