import Core
import NIOCore
import NIOPosix
import Redis
import Runtime

/// A subscription to the channels of the `signalr` and `pubsub` backplanes on one data server. Replicas pass on what their
/// master carries, so each server has a witness of its own, whoever is master.
struct PubSubWitness: Witness {
    private let ear: NIOLoopBound<PubSubEar>

    /// How long the first subscription may take before the run goes on without it.
    private static let startTimeout: TimeAmount = .seconds(5)

    /// Returns when Redis has confirmed the channels, or has not in time: then the witness goes on trying.
    ///
    /// - Throws: `HistoryFileError` when its history cannot be made.
    static func begin(_ post: WitnessPost) async throws -> PubSubWitness {
        let eventLoop = MultiThreadedEventLoopGroup.singleton.any()
        let ear = try await eventLoop.submit {
            NIOLoopBound(try PubSubEar(post, on: eventLoop), eventLoop: eventLoop)
        }.get()
        try await eventLoop.flatSubmit { ear.value.begin(within: startTimeout) }.get()
        return PubSubWitness(ear: ear)
    }

    func end() async throws {
        try await ear.eventLoop.submit { [ear] in try ear.value.end() }.get()
    }
}

/// Confined to its event loop.
private final class PubSubEar {
    private let recorder: WitnessRecorder
    private let subscriber: RedisSubscriber
    private let eventLoop: any EventLoop
    private let server: ServerID
    private let apps: [String: Int]
    /// Since when; nil while it is not.
    private var listeningSince: UInt64?
    /// When the present turn of the event loop began to hand over messages; nil outside of one.
    private var turnBegan: UInt64?

    /// What CLIENT LIST shows; faults leave connections of this name alone.
    private static let clientName = "rollcall-witness"
    /// A server that comes back must not be used by anybody before it is listened to; an attempt is one packet.
    private static let backoff = Backoff(initial: .milliseconds(1), cap: .milliseconds(5), jitter: 0)
    /// The same to a Redis that is not ours, and may be far away.
    private static let politeBackoff = Backoff(initial: .milliseconds(10), cap: .milliseconds(200))
    /// A server of ours that is frozen keeps what it has for us until it goes on.
    private static let patience: Duration = .seconds(3_600)

    init(_ post: WitnessPost, on eventLoop: any EventLoop) throws {
        recorder = try WitnessRecorder(post)
        self.eventLoop = eventLoop
        server = post.server
        apps = Dictionary(post.channels.enumerated().map { ($1, $0) }) { first, _ in first }
        var options = RedisOptions(
            address: post.place(),
            clientName: Self.clientName,
            backoff: post.isOurs ? Self.backoff : Self.politeBackoff
        )
        if post.isOurs { options.pingTimeout = Self.patience }
        // It subscribes while the server loads: then it has heard everything that comes behind.
        options.waitsForData = false
        subscriber = RedisSubscriber(options: options, on: eventLoop, place: post.place)
    }

    func begin(within limit: TimeAmount) -> EventLoopFuture<Void> {
        subscriber.onState = { [unowned self] in changed($0) }
        subscriber.onMessage = { [unowned self] in heard($0, $1) }
        subscriber.onTurnEnd = { [unowned self] in turnBegan = nil }
        subscriber.start()
        let begun = eventLoop.makePromise(of: Void.self)
        let isolated = EventLoopFuture.andAllComplete(
            apps.keys.sorted().map { subscriber.subscribe($0) },
            on: eventLoop
        )
        isolated.cascade(to: begun)
        let late = eventLoop.scheduleTask(in: limit) { begun.succeed() }
        begun.futureResult.whenComplete { _ in late.cancel() }
        return begun.futureResult
    }

    private func heard(_ channel: String, _ payload: ByteBuffer) {
        let time = turnBegan ?? MonotonicClock.now()
        turnBegan = time
        guard let app = apps[channel] else { return }
        recorder.carried(payload, app: app, at: time)
    }

    private func changed(_ state: RedisConnectionState) {
        switch state {
        case .subscribed:
            let place = subscriber.address.map { "\($0.host):\($0.port)" } ?? "\(server)"
            listeningSince = recorder.listening(at: place)
        case .disconnected(let error):
            guard let since = listeningSince else { return }
            listeningSince = nil
            // The same clock as that of the histories.
            recorder.deaf(since: max(since, subscriber.heardAt.uptimeNanoseconds), because: error.message)
        case .connecting, .connected, .closed: break
        }
    }

    func end() throws {
        subscriber.onState = nil
        subscriber.onMessage = nil
        subscriber.onTurnEnd = nil
        subscriber.close()
        recorder.deaf(since: MonotonicClock.now(), because: "the run is over", isEnd: true)
        try recorder.close()
    }
}
