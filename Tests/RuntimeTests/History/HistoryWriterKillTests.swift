import Core
import Glibc
import Runtime
import Testing

/// What becomes of a history when its process or its disk ends under it. Each body runs in a process of its own.
@Suite struct HistoryWriterKillTests {
    static let path = "/tmp/rollcall-history-kill-\(getpid())"

    static func record(_ number: Int) -> HistoryRecord {
        HistoryRecord(.delivered, subject: 1, time: UInt64(number), sequence: UInt32(number))
    }

    @Test func aKilledProcessLosesNothing() async throws {
        // The child kills itself inside its loop of appends; nothing of its runtime gets to tidy up.
        let parent = getpid()
        await #expect(processExitsWith: .signal(SIGKILL)) {
            let path = "/tmp/rollcall-history-kill-\(getppid())"
            let header = HistoryHeader.current(role: .client, process: 1, run: RunID(9))
            let writer = try HistoryWriter(path: path, header: header)
            for number in 1...50_000 { try writer.append(HistoryWriterKillTests.record(number)) }
            kill(getpid(), SIGKILL)
        }
        let path = "/tmp/rollcall-history-kill-\(parent)"
        defer { unlink(path) }
        var expected = 1
        let condition = HistoryFile(name: path, in: "").forEach { record in
            #expect(record == Self.record(expected))
            expected += 1
        }
        #expect(condition.records == 50_000)
        #expect(condition.ending == .open)
    }

    @Test func aFileThatMayNotGrowIsAnErrorOfTheEnvironment() async {
        // The size limit stands in for a full disk: the same call refuses, with another number.
        await #expect(processExitsWith: .exitCode(75)) {
            signal(SIGXFSZ, SIG_IGN)
            var limit = rlimit(rlim_cur: 1 << 20, rlim_max: 1 << 20)
            guard setrlimit(__rlimit_resource_t(1), &limit) == 0 else { exit(1) }
            let path = "/tmp/rollcall-history-full-\(getpid())"
            defer { unlink(path) }
            let header = HistoryHeader.current(role: .client, process: 1, run: RunID(9))
            let writer = try HistoryWriter(path: path, header: header)
            var written = 0
            do throws(HistoryFileError) {
                while written < 100_000 {
                    try writer.append(HistoryWriterKillTests.record(written + 1))
                    written += 1
                }
            } catch {
                unlink(path)
                // What was written before stays readable, and the error stays.
                let stays: Bool
                do throws(HistoryFileError) {
                    try writer.append(HistoryWriterKillTests.record(0))
                    stays = false
                } catch { stays = error.code == .full }
                exit(error.code == .full && written > 30_000 && stays ? error.exitCode.rawValue : 2)
            }
            exit(3)
        }
    }
}
