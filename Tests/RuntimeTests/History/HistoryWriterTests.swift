import Core
import Glibc
import Runtime
import Testing

@Suite struct HistoryWriterTests {
    static let header = HistoryHeader.current(role: .node, process: 2, run: RunID(7))

    static func record(_ number: Int) -> HistoryRecord {
        HistoryRecord(.delivered, subject: 1, time: UInt64(number), sequence: UInt32(number), extra: UInt64(number))
    }

    /// Runs `body` with a folder of its own, and removes it.
    static func withFolder(_ body: (String) throws -> Void) throws {
        var template = Array("/tmp/rollcall-history-XXXXXX".utf8CString)
        let made = mkdtemp(&template)
        let folder = String(cString: try #require(made))
        defer {
            for name in ["h", "h.strings.jsonl"] { unlink("\(folder)/\(name)") }
            rmdir(folder)
        }
        try body(folder)
    }

    static func read(_ folder: String) -> ([HistoryRecord], HistoryCondition) {
        var found: [HistoryRecord] = []
        let condition = HistoryFile(name: "h", in: folder).forEach { found.append($0) }
        return (found, condition)
    }

    @Test func whatWasWrittenIsReadBack() throws {
        try Self.withFolder { folder in
            let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            // More than the first two steps of the file hold.
            let records = (1...20_000).map(Self.record)
            for record in records { try writer.append(record) }
            #expect(writer.count == 20_000)
            try writer.close()
            let (found, condition) = Self.read(folder)
            #expect(found == records)
            #expect(condition == HistoryCondition(header: Self.header, records: 20_000, ending: .closed))
            var status = stat()
            #expect(stat("\(folder)/h", &status) == 0)
            #expect(Int(status.st_size) == HistoryHeader.size + 20_000 * HistoryRecord.size)
            #expect(status.st_mode & 0o777 == 0o600)
        }
    }

    @Test func aFileThatIsStillOpenReadsToItsLastRecord() throws {
        try Self.withFolder { folder in
            let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            for number in 1...9_000 {
                try writer.append(Self.record(number))
                // Around the border of the first step, one by one: the zero slot behind must always be there.
                if number > 8_180, number < 8_200 {
                    #expect(
                        Self.read(folder).1
                            == HistoryCondition(
                                header: Self.header,
                                records: UInt64(number),
                                ending: .open
                            )
                    )
                }
            }
            withExtendedLifetime(writer) {}
        }
    }

    @Test func aWriterThatIsForgottenLeavesAnOpenFile() throws {
        try Self.withFolder { folder in
            do {
                let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
                try writer.append(Self.record(1))
            }
            #expect(Self.read(folder).1.ending == .open)
        }
    }

    @Test func aHistoryIsNeverWrittenOver() throws {
        try Self.withFolder { folder in
            try HistoryWriter(path: "\(folder)/h", header: Self.header).close()
            let error = #expect(throws: HistoryFileError.self) {
                _ = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            }
            #expect(error?.code == .exists)
            #expect(error?.exitCode == .bug)
        }
    }

    @Test func aFolderThatIsNotThereIsAnError() {
        let error = #expect(throws: HistoryFileError.self) {
            _ = try HistoryWriter(path: "/nonexistent-rollcall/h", header: Self.header)
        }
        #expect(error?.code == .cannotOpen)
        #expect(error?.exitCode == .environment)
        #expect(error.map { "\($0)" }?.contains("/nonexistent-rollcall/h") == true)
    }

    @Test func appendingAfterClosingThrowsAndClosingAgainDoesNot() throws {
        try Self.withFolder { folder in
            let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            try writer.append(Self.record(1))
            try writer.close()
            try writer.close()
            let error = #expect(throws: HistoryFileError.self) { try writer.append(Self.record(2)) }
            #expect(error?.code == .closed)
            #expect(writer.note("late") == 0)
            #expect(Self.read(folder).1.records == 1)
        }
    }

    @Test func textsAreNumberedOnce() throws {
        try Self.withFolder { folder in
            let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            #expect(writer.note("reset by peer") == 1)
            #expect(writer.note("refused") == 2)
            #expect(writer.note("reset by peer") == 1)
            // Read while the writer lives: each line is there at once.
            let table = HistoryFile(name: "h", in: folder).strings()
            #expect(table == HistoryStringTable([1: "reset by peer", 2: "refused"]))
            try writer.close()
        }
    }

    @Test func aTextThatCannotBeWrittenMakesTheNextAppendThrow() throws {
        try Self.withFolder { folder in
            let writer = try HistoryWriter(path: "\(folder)/h", header: Self.header)
            // Its name is taken.
            let other = open("\(folder)/h.strings.jsonl", O_CREAT | O_WRONLY, 0o600)
            close(other)
            #expect(writer.note("x") == 0)
            let error = #expect(throws: HistoryFileError.self) { try writer.append(Self.record(1)) }
            #expect(error?.code == .cannotNote)
            #expect(throws: HistoryFileError.self) { try writer.close() }
            // Not closed: it must not look whole.
            #expect(Self.read(folder).1.ending == .open)
        }
    }

    @Test func aMissingFileIsMissing() {
        let condition = HistoryFile(name: "none", in: "/tmp/nonexistent-rollcall").read(of: nil) { _ in }
        #expect(condition.ending == .missing)
        #expect(HistoryFile(name: "none", in: "/tmp/nonexistent-rollcall").strings() == HistoryStringTable())
    }

    @Test func aFolderIsUnreadable() {
        let condition = HistoryFile(name: "", in: "/tmp").read(of: nil) { _ in }
        guard case .unreadable = condition.ending else {
            Issue.record("ended as \(condition.ending)")
            return
        }
    }

    @Test func theClockMovesForwardAndItsDomainStays() {
        let first = MonotonicClock.now()
        #expect(MonotonicClock.now() >= first)
        #expect(ClockDomain.current == HistoryHeader.current(role: .client, process: 1, run: RunID(1)).clockDomain)
        #expect(ClockDomain.current != 0)
    }
}
