import Core
import NIOCore
import Runtime
import Stream

/// The history of one witness. Confined to its event loop.
final class WitnessRecorder {
    private let recorder: HistoryRecorder
    private let server: ServerID
    private let run: RunID

    /// - Throws: `HistoryFileError`
    init(_ post: WitnessPost) throws {
        recorder = try HistoryRecorder(
            path: post.path,
            header: .current(role: .witness, process: post.server.number, run: post.run)
        ) { error in
            post.failed(HarnessError(error.exitCode, "the witness of \(post.server): \(error)"))
        }
        (server, run) = (post.server, post.run)
    }

    /// What one payload carried, and when it was read.
    func carried(_ payload: ByteBuffer, app: Int, at time: UInt64) {
        let found = payload.withUnsafeReadableBytes { CarriedMessage.read($0, of: run) }
        for message in found { recorder.append(message.record(server: server, app: app, time: time)) }
    }

    /// What one entry of a log carried, and when it was read.
    func carried(_ entry: Entry, app: Int, at time: UInt64) {
        let found =
            switch entry.content {
            case .membership: [CarriedMessage(other: .command, id: entry.index)]
            case .message(_, let payload):
                payload.withUnsafeBytes { CarriedMessage.entry($0, id: entry.index, of: run) }
            }
        for message in found { recorder.append(message.record(server: server, app: app, time: time)) }
    }

    /// The log of the server has nothing above this index any more.
    func wentBack(to index: UInt64, app: Int, at time: UInt64) {
        recorder.append(
            HistoryRecord(
                .logWentBack,
                subject: server.number,
                time: time,
                detail: UInt16(clamping: app),
                extra: index
            )
        )
    }

    /// Returns since when.
    func listening(at place: String) -> UInt64 {
        let time = MonotonicClock.now()
        recorder.append(
            HistoryRecord(.witnessListening, subject: server.number, time: time, extra: recorder.note(place))
        )
        return time
    }

    /// - Parameters:
    ///   - time: when anything was heard last.
    ///   - isEnd: the witness was told to listen no more.
    func deaf(since time: UInt64, because reason: String, isEnd: Bool = false) {
        recorder.append(
            HistoryRecord(
                .witnessDeaf,
                subject: server.number,
                time: time,
                flags: isEnd ? 1 : 0,
                extra: recorder.note(reason)
            )
        )
    }

    /// - Throws: `HistoryFileError`
    func close() throws { try recorder.close() }
}
