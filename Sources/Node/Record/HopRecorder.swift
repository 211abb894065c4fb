import Core
import Runtime

/// Records what passes through this node: accepted from a client, acknowledged by Redis, received from it, handed on.
///
/// Confined to the node's event loop. A record that cannot be written ends the node: a history with a hole must not look
/// whole.
final class HopRecorder {
    /// Nil where nothing is recorded.
    private let recorder: HistoryRecorder?
    private let node: UInt32
    private let recordsHops: Bool

    /// - Parameter onFailure: called once, when the history cannot go on.
    /// - Throws: ``HistoryFileError`` when the file cannot be made.
    init(settings: NodeSettings, onFailure: @escaping (HistoryFileError) -> Void) throws {
        node = settings.node.number
        recordsHops = settings.hops && settings.history != nil
        recorder = try settings.history.map { path in
            try HistoryRecorder(
                path: path,
                header: .current(role: .node, process: settings.node.number, run: settings.run),
                onFailure: onFailure
            )
        }
    }

    /// Whether ``hop(_:_:extra:)`` writes anything, so that messages need to be read at all.
    var isRecordingHops: Bool { recordsHops && !hasFailed }

    /// One step of one message.
    func hop(_ kind: HistoryKind, _ fields: MessageFields, extra: UInt64 = 0, time: UInt64 = MonotonicClock.now()) {
        guard isRecordingHops else { return }
        recorder?.append(
            HistoryRecord(
                kind,
                subject: node,
                time: time,
                publisher: fields.publisher.number,
                sequence: fields.sequence,
                extra: extra
            )
        )
    }

    /// The backplane's subscription was confirmed or lost.
    func backplane(subscribed: Bool, reason: String) {
        guard let recorder, !hasFailed else { return }
        let text = recorder.note(reason)
        recorder.append(
            HistoryRecord(
                .backplane,
                subject: node,
                time: MonotonicClock.now(),
                flags: subscribed ? 1 : 0,
                extra: text
            )
        )
    }

    /// Cuts the file to its length and marks it as complete.
    func close() throws(HistoryFileError) {
        guard !hasFailed else { return }
        try recorder?.close()
    }

    private var hasFailed: Bool { recorder?.hasFailed ?? false }
}
