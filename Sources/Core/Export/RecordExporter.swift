/// Writes the records of a run's histories as text, one line each, into a buffer that its owner empties.
package struct RecordExporter {
    private let format: RecordFormat
    private var names: RecordCells
    private var texts = HistoryStringTable()
    /// What all lines of a history begin with.
    private var prefix: [UInt8] = []
    /// The number of the next record of the history, from 0.
    private var next: UInt64 = 0
    /// `,"client":` for JSON lines, by column.
    private let keys: [[UInt8]]
    /// What is written, to be taken away with ``bytes``.
    package var bytes: [UInt8] = []

    package init(_ manifest: RunManifest, as format: RecordFormat) {
        self.format = format
        names = RecordCells(manifest)
        keys = RecordColumn.allCases.map { Array(",\"\($0.name)\":".utf8) }
        if format == .csv {
            bytes += Array(RecordColumn.allCases.map(\.name).joined(separator: ",").utf8)
            endLine()
        }
    }

    /// The records that follow are of this history. A header that cannot be read is nil; then there are none.
    package mutating func begin(_ name: String, _ header: HistoryHeader?, texts: HistoryStringTable) {
        self.texts = texts
        next = 0
        let before = bytes
        bytes = []
        switch format {
        case .jsonl:
            bytes += Array("{\"history\":".utf8)
            quoteJSON(name)
            if let header { bytes += Array(",\"role\":\"\(header.role)\",\"process\":\(header.process)".utf8) }
            bytes += Array(",\"record\":".utf8)
        case .csv:
            quoteCSV(name)
            bytes += Array(",\(header.map { "\($0.role)" } ?? ""),\(header.map { "\($0.process)" } ?? ""),".utf8)
        }
        prefix = bytes
        bytes = before
    }

    /// Takes a piece as ``HistorySource/read(of:_:)`` hands it out.
    package mutating func take(_ records: UnsafeRawBufferPointer) {
        guard let base = records.baseAddress else { return }
        for offset in stride(from: 0, to: records.count, by: HistoryRecord.size) {
            guard let record = HistoryRecord(HistoryRecord.Words(base + offset)) else { continue }
            names.read(record, texts: texts)
            bytes.append(contentsOf: prefix)
            append(next)
            next += 1
            switch format {
            case .jsonl: writeJSON()
            case .csv: writeCSV()
            }
            endLine()
        }
    }

    private mutating func endLine() {
        if format == .csv { bytes.append(0x0D) }
        bytes.append(0x0A)
    }

    private mutating func writeJSON() {
        for (column, value) in names.cells {
            bytes.append(contentsOf: keys[column.rawValue])
            switch value {
            case .number(let number): append(number)
            case .ordinal(let letter, let number):
                bytes.append(0x22)
                bytes.append(letter)
                append(UInt64(number))
                bytes.append(0x22)
            case .word(let word):
                bytes.append(0x22)
                append(word)
                bytes.append(0x22)
            case .text(let text): quoteJSON(text)
            case .yes: append("true")
            case .no: append("false")
            }
        }
        bytes.append(UInt8(ascii: "}"))
    }

    /// Behind history, role, process and record.
    private mutating func writeCSV() {
        var column = RecordColumn.record.rawValue
        for (wanted, value) in names.cells {
            let place = wanted.rawValue
            while column < place {
                bytes.append(UInt8(ascii: ","))
                column += 1
            }
            switch value {
            case .number(let number): append(number)
            case .ordinal(let letter, let number):
                bytes.append(letter)
                append(UInt64(number))
            case .word(let word): append(word)
            case .text(let text): quoteCSV(text)
            case .yes: append("true")
            case .no: append("false")
            }
        }
        while column < RecordColumn.allCases.count - 1 {
            bytes.append(UInt8(ascii: ","))
            column += 1
        }
    }
}

extension RecordExporter {
    private mutating func append(_ word: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }

    /// Decimal, without a text in between.
    private mutating func append(_ number: UInt64) {
        var rest = number
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 20) { digits in
            var begin = 20
            repeat {
                begin -= 1
                digits[begin] = UInt8(truncatingIfNeeded: rest % 10) + 48
                rest /= 10
            } while rest > 0
            bytes.append(contentsOf: digits[begin...])
        }
    }

    private mutating func quoteJSON(_ text: String) {
        bytes.append(0x22)
        bytes.append(contentsOf: JSONEscaping.escaped(text))
        bytes.append(0x22)
    }

    /// In quotes where the text has a comma, a quote or a line end.
    private mutating func quoteCSV(_ text: String) {
        guard text.utf8.contains(where: { [0x2C, 0x22, 0x0D, 0x0A].contains($0) }) else {
            return bytes.append(contentsOf: text.utf8)
        }
        bytes.append(0x22)
        for byte in text.utf8 {
            if byte == 0x22 { bytes.append(0x22) }
            bytes.append(byte)
        }
        bytes.append(0x22)
    }
}
