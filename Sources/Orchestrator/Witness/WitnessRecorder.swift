import Core
import NIOCore
import Runtime

/// The history of one witness. Confined to its event loop.
final class WitnessRecorder {
    private let writer: HistoryWriter
    private let server: ServerID
    private let run: RunID
    private let failed: @Sendable (HarnessError) -> Void
    private var hasFailed = false

    /// - Throws: `HistoryFileError`
    init(_ post: WitnessPost) throws {
        writer = try HistoryWriter(
            path: post.path,
            header: .current(role: .witness, process: post.server.number, run: post.run)
        )
        (server, run, failed) = (post.server, post.run, post.failed)
    }

    /// What one payload carried, and when it was read.
    func carried(_ payload: ByteBuffer, app: Int, at time: UInt64) {
        let found = payload.withUnsafeReadableBytes { CarriedMessage.read($0, of: run) }
        for message in found { append(message.record(server: server, app: app, time: time)) }
    }

    /// Returns since when.
    func listening(at place: String) -> UInt64 {
        let time = MonotonicClock.now()
        append(
            HistoryRecord(.witnessListening, subject: server.number, time: time, extra: UInt64(writer.note(place)))
        )
        return time
    }

    /// - Parameters:
    ///   - time: when anything was heard last.
    ///   - isEnd: the witness was told to listen no more.
    func deaf(since time: UInt64, because reason: String, isEnd: Bool = false) {
        append(
            HistoryRecord(
                .witnessDeaf,
                subject: server.number,
                time: time,
                flags: isEnd ? 1 : 0,
                extra: UInt64(writer.note(reason))
            )
        )
    }

    /// - Throws: `HistoryFileError`
    func close() throws { try writer.close() }

    /// A record that is not whole must not look as if it were; said once.
    private func append(_ record: HistoryRecord) {
        guard !hasFailed else { return }
        do throws(HistoryFileError) {
            try writer.append(record)
        } catch {
            hasFailed = true
            failed(HarnessError(error.exitCode, "the witness of \(server): \(error)"))
        }
    }
}
