import Core
import NIOCore
import Redis
import Runtime
import Stream

/// Follows the log of one application on one data server. What wakes it is XREAD, which blocks; what it believes is read in one
/// pipeline, with what the log says of itself before and behind. Confined to its event loop.
final class StreamEar {
    private let recorder: WitnessRecorder
    private let attention: StreamAttention
    private let app: Int
    private let client: RedisClient
    private let eventLoop: any EventLoop
    private let wire: LogWire
    private var follower = LogFollower()
    private let begun: EventLoopPromise<Void>
    private var hasBegun = false
    /// Counts connections: what an earlier one answers is of no interest.
    private var connection = 0
    /// When the end of the log was seen last; of a new connection, when it began.
    private var caughtUpAt: UInt64 = 0
    private var isEnded = false

    /// What CLIENT LIST shows; faults leave connections of this name alone.
    private static let clientName = "rollcall-witness"
    private static let backoff = Backoff(initial: .milliseconds(1), cap: .milliseconds(5), jitter: 0)
    /// To a Redis that is not ours, and may be far away.
    private static let politeBackoff = Backoff(initial: .milliseconds(10), cap: .milliseconds(200))
    /// A server of ours that is frozen keeps what it has for us until it goes on.
    private static let patience: Duration = .seconds(3_600)
    /// How long one XREAD waits for news: a log that went back brings none.
    private static let blockMilliseconds = 100
    /// After an error reply.
    private static let pause: TimeAmount = .milliseconds(20)

    init(
        _ post: WitnessPost,
        app: Int,
        _ recorder: WitnessRecorder,
        _ attention: StreamAttention,
        on eventLoop: any EventLoop
    ) {
        (self.recorder, self.attention, self.app, self.eventLoop) = (recorder, attention, app, eventLoop)
        wire = LogWire(keys: StreamKeys(prefix: post.channels[app]))
        begun = eventLoop.makePromise(of: Void.self)
        let place: () -> RedisAddress = {
            var address = post.place()
            address.database = post.databases[app]
            return address
        }
        var options = RedisOptions(
            address: place(),
            clientName: Self.clientName,
            backoff: post.isOurs ? Self.backoff : Self.politeBackoff
        )
        if post.isOurs { (options.pingTimeout, options.commandTimeout) = (Self.patience, Self.patience) }
        client = RedisClient(options: options, on: eventLoop, place: place)
    }

    /// Succeeds when the log was followed to its end for the first time, or when that takes too long.
    func begin(within limit: TimeAmount) -> EventLoopFuture<Void> {
        client.onState = { [unowned self] in changed($0) }
        client.start()
        let late = eventLoop.assumeIsolated().scheduleTask(in: limit) { [self] in beginningIsOver() }
        begun.futureResult.whenComplete { _ in late.cancel() }
        return begun.futureResult
    }

    private func beginningIsOver() {
        guard !hasBegun else { return }
        hasBegun = true
        begun.succeed()
    }

    func end() {
        isEnded = true
        client.onState = nil
        client.close()
        beginningIsOver()
    }

    private func changed(_ state: RedisConnectionState) {
        switch state {
        case .connected:
            connection += 1
            caughtUpAt = MonotonicClock.now()
            read(connection)
        case .disconnected(let error):
            connection += 1
            attention.lost(app, since: caughtUpAt, because: error.message)
        case .connecting, .subscribed, .closed: break
        }
    }

    // MARK: Reading

    /// One pipeline: what the log says of itself, entries, and that again.
    private func read(_ connection: Int) {
        guard connection == self.connection, !isEnded else { return }
        let from = max(1, follower.position)
        let commands: [LogCommand] = [.meta, .entries(from: from, count: follower.pageSize), .meta]
        var replies: [LogReply] = []
        var failure: RedisError?
        for command in commands {
            client.send(self.command(wire.arguments(of: command))) { [self] result in
                switch result {
                case .success(let reply): replies.append(wire.reply(WireReply(reply), to: command))
                case .failure(let error): failure = failure ?? error
                }
                guard connection == self.connection, !isEnded else { return }
                if replies.count == commands.count { return take(replies, connection) }
                if command == commands.last, failure != nil { readLater(connection) }
            }
        }
    }

    /// LOADING, or keys that are not the log's: nothing can be said of it until that is over.
    private func readLater(_ connection: Int) {
        attention.lost(app, since: caughtUpAt, because: "the log could not be read")
        eventLoop.assumeIsolated().scheduleTask(in: Self.pause) { [self] in read(connection) }
    }

    private func take(_ replies: [LogReply], _ connection: Int) {
        guard case .meta(let before) = replies[0], case .entries(let page) = replies[1],
            case .meta(let after) = replies[2]
        else { return readLater(connection) }
        let time = MonotonicClock.now()
        let (news, isAtEnd) = follower.take(before: before, page, after: after)
        for one in news { record(one, at: time) }
        guard isAtEnd else { return read(connection) }
        caughtUpAt = time
        attention.caughtUp(app, at: client.address.map { "\($0)" } ?? "")
        beginningIsOver()
        waitForNews(connection)
    }

    private func record(_ news: LogFollower.News, at time: UInt64) {
        switch news {
        case .entry(let entry): recorder.carried(entry, app: app, at: time)
        case .wentBack(let index): recorder.wentBack(to: index, app: app, at: time)
        case .missed(let count):
            attention.lost(app, since: caughtUpAt, because: "\(count) entries were trimmed before they were read")
        }
    }

    /// A hint: whatever it answers, the log is read.
    private func waitForNews(_ connection: Int) {
        let wait = RedisCommand(
            "XREAD",
            arguments: [
                "COUNT", "1", "BLOCK", "\(Self.blockMilliseconds)", "STREAMS", wire.keys.log, "\(follower.last)-0",
            ]
        )
        client.send(wait) { [self] result in
            guard connection == self.connection, !isEnded else { return }
            if case .failure = result { return readLater(connection) }
            read(connection)
        }
    }

    private func command(_ arguments: [[UInt8]]) -> RedisCommand {
        var command = RedisCommand(String(decoding: arguments[0], as: UTF8.self))
        for argument in arguments.dropFirst() { command.append(ByteBuffer(bytes: argument)) }
        return command
    }
}
