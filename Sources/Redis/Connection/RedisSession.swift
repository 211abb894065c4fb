import Core
import NIOCore

/// What a session tells whoever speaks over it. All calls come on the event loop.
protocol RedisSessionOwner: AnyObject {
    func sessionIsConnecting()
    /// The handshake is done: `write` works now.
    func sessionIsReady(_ info: RedisServerInfo)
    func sessionReceived(_ reply: RedisReply)
    /// All that one read brought has been handed over.
    func sessionTurnEnded()
    /// Everything written so far is being given to the socket.
    func sessionFlushes()
    /// A PING is due: write one.
    func sessionWantsPing()
    /// The attempt failed or the connection is gone.
    func sessionIsDown(_ error: RedisError)
}

/// One connection that is kept up: locate, connect, handshake, watch, and after a failure again, for ever until closed.
/// Confined to its event loop. From `start` to `close` it holds its owner.
final class RedisSession: RedisChannelOwner {
    private enum Phase {
        case idle
        /// To `connecting` or `waiting`.
        case locating
        /// To `handshaking` or `waiting`.
        case connecting
        /// To `ready` or `waiting`.
        case handshaking(RedisHandshake)
        /// To `waiting`.
        case ready
        /// Between attempts; to `locating`.
        case waiting
        case closed
    }

    let options: RedisOptions
    let eventLoop: any EventLoop
    private let connector: RedisConnector
    private let locator: any RedisLocator
    private var owner: (any RedisSessionOwner)?
    private var phase = Phase.idle
    private var backoff: Backoff
    /// Where the present attempt or connection goes, or the last one went; nil before the first place is known.
    private(set) var address: RedisAddress?
    /// The connection of the present attempt; events of earlier ones are ignored.
    private var handler: RedisChannelHandler?
    private var channel: (any Channel)?
    private var liveness: RedisLiveness
    /// The connect deadline, the next look at liveness, or the end of the backoff: never two at a time.
    private var timer: Scheduled<Void>?
    private var outgoing = ByteBuffer()
    private var flushIsDue = false
    /// Bytes given to the socket that the kernel has not taken.
    private var unsentBytes = 0

    init(
        options: RedisOptions,
        on eventLoop: any EventLoop,
        connector: @escaping RedisConnector,
        locator: any RedisLocator
    ) {
        self.options = options
        self.eventLoop = eventLoop
        self.connector = connector
        self.locator = locator
        backoff = options.backoff
        liveness = RedisLiveness(interval: .zero, timeout: .zero, now: eventLoop.now)
    }

    var isReady: Bool {
        if case .ready = phase { true } else { false }
    }

    var isClosed: Bool {
        if case .closed = phase { true } else { false }
    }

    func start(for owner: any RedisSessionOwner) {
        eventLoop.preconditionInEventLoop()
        guard case .idle = phase else { preconditionFailure("a Redis connection was started twice (\(phase))") }
        self.owner = owner
        locator.start { [self] in relocate($0) }
        locate()
    }

    /// Ends the connection for good. The owner hears nothing any more.
    func close() {
        eventLoop.preconditionInEventLoop()
        if isReady { flush() }
        phase = .closed
        owner = nil
        disconnect()
        locator.stop()
    }

    /// The server that is spoken to, for messages.
    var place: String {
        address.map { "Redis at \($0)" } ?? "\(options.endpoint)"
    }

    /// What a sentinel said of the server that is spoken to.
    var claim: MasterClaim? { isReady ? locator.claim : nil }

    /// Whether the server has to be a master, so that one that is none any more is to be left.
    var requiresMaster: Bool { locator.requiresMaster }

    /// When anything arrived last on the present connection, or on the last one.
    var heardAt: NIODeadline { liveness.heard }

    // MARK: Writing

    /// Bytes that may still be written now.
    var writableBytes: Int {
        options.unsentBytesMax - unsentBytes - outgoing.readableBytes
    }

    /// Queues the command; all commands of one turn of the event loop go out together at its end.
    func write(_ command: RedisCommand) {
        guard isReady else { preconditionFailure("\(command) was written in phase \(phase)") }
        command.encode(into: &outgoing)
        guard !flushIsDue else { return }
        flushIsDue = true
        eventLoop.assumeIsolated().execute { self.flush() }
    }

    private func flush() {
        flushIsDue = false
        guard isReady, outgoing.readableBytes > 0 else { return }
        // Before the write, for a write may fail at once, with some of the bytes on their way.
        owner?.sessionFlushes()
        send(outgoing)
    }

    private func send(_ bytes: ByteBuffer) {
        guard let channel, let handler else { return }
        outgoing = ByteBuffer()
        let count = bytes.readableBytes
        unsentBytes += count
        let taken = eventLoop.makePromise(of: Void.self)
        taken.futureResult.assumeIsolated().whenComplete { _ in
            if self.handler === handler { self.unsentBytes -= count }
        }
        channel.writeAndFlush(bytes, promise: taken)
    }
}

// MARK: Life of a connection

extension RedisSession {
    private func locate() {
        timer?.cancel()
        timer = nil
        phase = .locating
        owner?.sessionIsConnecting()
        guard case .locating = phase else { return }
        locator.locate { [self] result in
            switch result {
            case .success(let address): connect(to: address)
            case .failure(let error): drop(error)
            }
        }
    }

    private func connect(to address: RedisAddress) {
        phase = .connecting
        self.address = address
        let handler = RedisChannelHandler(owner: self, replyBytesMax: options.replyBytesMax)
        self.handler = handler
        let timeout = options.connectTimeout
        schedule(at: eventLoop.now + TimeAmount(timeout)) { session in
            session.drop(.connectTimedOut(address, "\(timeout)"))
        }
        connector(address, handler).assumeIsolated().whenComplete { result in
            switch result {
            case .success(let channel):
                if self.handler !== handler { channel.close(promise: nil) }
            case .failure(let error):
                guard self.handler === handler else { return }
                self.drop(.connecting(to: address, within: timeout, failedWith: error))
            }
        }
    }

    func opened(_ channel: any Channel, by handler: RedisChannelHandler) {
        guard self.handler === handler, case .connecting = phase, let address else { return }
        self.channel = channel
        let handshake = RedisHandshake(
            address: address,
            clientName: options.clientName,
            requiresMaster: requiresMaster,
            waitsForData: options.waitsForData
        )
        phase = .handshaking(handshake)
        var bytes = ByteBuffer()
        for command in handshake.commands { command.encode(into: &bytes) }
        send(bytes)
    }

    func received(_ reply: RedisReply) {
        switch phase {
        case .ready: owner?.sessionReceived(reply)
        case .handshaking(var handshake):
            let action = handshake.received(reply)
            phase = .handshaking(handshake)
            switch action {
            case .wait: break
            case .fail(let error): drop(error)
            case .ready(let info): becomeReady(info)
            }
        case .idle, .locating, .connecting, .waiting, .closed:
            preconditionFailure("a reply arrived in phase \(phase)")
        }
    }

    private func becomeReady(_ info: RedisServerInfo) {
        phase = .ready
        backoff.reset()
        locator.connected()
        let now = eventLoop.now
        liveness = RedisLiveness(
            interval: TimeAmount(options.pingInterval),
            timeout: TimeAmount(options.pingTimeout),
            now: now
        )
        watch()
        owner?.sessionIsReady(info)
    }

    func heard() {
        liveness.received(now: eventLoop.now)
    }

    func turnEnded() {
        if isReady { owner?.sessionTurnEnded() }
    }

    func lost(_ reason: String) {
        guard let address else { preconditionFailure("a connection to nowhere was lost: \(reason)") }
        drop(.connectionLost(address, reason))
    }

    /// Gives the present connection up and goes on with the next attempt after the backoff.
    func drop(_ error: RedisError) {
        giveUp(error, after: backoff.next())
    }

    /// Goes where the locator now points: at once, and with a fresh backoff.
    private func relocate(_ reason: RedisError) {
        switch phase {
        case .idle, .closed: return
        case .locating, .waiting:
            // Nothing to give up but a search or a wait.
            backoff.reset()
            disconnect()
            locate()
        case .connecting, .handshaking, .ready:
            backoff.reset()
            giveUp(reason, after: .zero)
        }
    }

    private func giveUp(_ error: RedisError, after wait: Duration) {
        if case .closed = phase { return }
        phase = .waiting
        disconnect()
        locator.ended(error)
        schedule(at: eventLoop.now + TimeAmount(wait)) { $0.locate() }
        owner?.sessionIsDown(error)
    }

    private func disconnect() {
        timer?.cancel()
        timer = nil
        locator.cancel()
        handler?.detach()
        handler = nil
        channel?.close(promise: nil)
        channel = nil
        outgoing = ByteBuffer()
        unsentBytes = 0
    }

    private func watch() {
        let (action, next) = liveness.check(now: eventLoop.now)
        switch action {
        case .nothing: break
        case .ping: owner?.sessionWantsPing()
        case .dead:
            drop(.unresponsive(place, "\(options.pingTimeout)"))
            return
        }
        guard isReady else { return }
        schedule(at: next) { $0.watch() }
    }

    private func schedule(at deadline: NIODeadline, _ action: @escaping (RedisSession) -> Void) {
        timer?.cancel()
        timer = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { action(self) }
    }
}
