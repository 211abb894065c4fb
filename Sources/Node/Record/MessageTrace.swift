import Core
import Logging
import Runtime

/// Looks at messages on their way through this node: records their hops, and stops at failpoints.
///
/// Confined to the node's event loop.
final class MessageTrace {
    let recorder: HopRecorder
    /// Nil while none is armed.
    var failpoints: FailpointTable?
    var onFailpoint: ((FailpointReport) -> Void)?
    /// Frames that were handed to connections and are not recorded yet.
    private var framesHanded: [SharedFrame] = []

    init(recorder: HopRecorder) { self.recorder = recorder }

    /// Somebody wants to know what messages say; otherwise they need not be read.
    var isWatching: Bool { recorder.isRecordingHops || failpoints != nil }

    /// Redis has brought these.
    /// - Parameter id: of what brought them.
    func received(_ message: BusMessage, id: UInt64, time: UInt64) {
        guard recorder.isRecordingHops, let fields = message.harnessFields else { return }
        recorder.hop(.received, fields, extra: id, time: time)
    }

    /// A connection is being handed this frame; `write` does it.
    func handing(_ frame: SharedFrame, _ write: () -> Void) {
        if failpoints != nil { reach(.beforeSend, frame.messages.lazy.map(\.message)) }
        write()
        if recorder.isRecordingHops, !frame.messages.isEmpty {
            if frame.handed == 0 { framesHanded.append(frame) }
            frame.handed += 1
        }
        if failpoints != nil { reach(.afterSend, frame.messages.lazy.map(\.message)) }
    }

    /// One record per message that was handed out in this turn. Slow connections get it in later turns, with records of
    /// their own.
    func recordHanded() {
        guard !framesHanded.isEmpty else { return }
        let now = MonotonicClock.now()
        var counts: [UInt64: (message: StoredMessage, count: Int)] = [:]
        for frame in framesHanded {
            for message in frame.messages { counts[message.serial, default: (message, 0)].count += frame.handed }
            frame.handed = 0
        }
        framesHanded.removeAll(keepingCapacity: true)
        for (_, handed) in counts.sorted(by: { $0.key < $1.key }) {
            guard let fields = handed.message.message.harnessFields else { continue }
            recorder.hop(.handed, fields, extra: UInt64(handed.count), time: now)
        }
    }
}
