import Core
import NIOCore
import NIOPosix

/// Reads the logs of the `stream` backplane on one data server, those of all applications. Replicas have what their master has,
/// so each server has a witness of its own, whoever is master.
struct StreamWitness: Witness {
    private let ears: NIOLoopBound<[StreamEar]>
    private let recorder: NIOLoopBound<WitnessRecorder>

    /// How long the first look at all logs may take before the run goes on without it.
    private static let startTimeout: TimeAmount = .seconds(5)

    /// Returns when all logs have been looked at, or have not in time: then the witness goes on trying.
    ///
    /// - Throws: `HistoryFileError` when its history cannot be made.
    static func begin(_ post: WitnessPost) async throws -> StreamWitness {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let witness = try await eventLoop.submit {
            let recorder = try WitnessRecorder(post)
            let attention = StreamAttention(recorder, count: post.channels.count)
            let ears = post.channels.indices.map { StreamEar(post, app: $0, recorder, attention, on: eventLoop) }
            return StreamWitness(
                ears: NIOLoopBound(ears, eventLoop: eventLoop),
                recorder: NIOLoopBound(recorder, eventLoop: eventLoop)
            )
        }.get()
        try await eventLoop.flatSubmit {
            let begun = witness.ears.value.map { $0.begin(within: startTimeout) }
            return EventLoopFuture.andAllSucceed(begun, on: eventLoop)
        }.get()
        return witness
    }

    func end() async throws {
        try await ears.eventLoop.submit { [ears, recorder] in
            for ear in ears.value { ear.end() }
            recorder.value.deaf(since: NIODeadline.now().uptimeNanoseconds, because: "the run is over", isEnd: true)
            try recorder.value.close()
        }.get()
    }
}

/// The witness of a server listens while it follows the logs of all applications. Confined to its event loop.
final class StreamAttention {
    private let recorder: WitnessRecorder
    private let count: Int
    private var attentive: Set<Int> = []

    init(_ recorder: WitnessRecorder, count: Int) {
        (self.recorder, self.count) = (recorder, count)
    }

    /// All that was in the log of an application has been seen.
    func caughtUp(_ app: Int, at place: String) {
        guard attentive.insert(app).inserted, attentive.count == count else { return }
        _ = recorder.listening(at: place)
    }

    func lost(_ app: Int, since time: UInt64, because reason: String) {
        let wasListening = attentive.count == count
        guard attentive.remove(app) != nil, wasListening else { return }
        recorder.deaf(since: time, because: reason)
    }
}
