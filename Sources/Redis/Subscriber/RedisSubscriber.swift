package import Core
package import NIOCore

/// One supervised pub/sub connection that subscribes again whatever it was subscribed to after each reconnect.
///
/// Confined to its event loop: every call and every callback is on it. What Redis carried while the connection was down
/// is gone: pub/sub keeps nothing. From `start` to `close` the subscriber keeps itself alive.
package final class RedisSubscriber {
    package let options: RedisOptions
    package let eventLoop: any EventLoop
    /// Called for every message, in the order of Redis, with the channel and the payload.
    package var onMessage: ((_ channel: String, _ payload: ByteBuffer) -> Void)?
    /// Called once after the messages of one read, if there were any: the place to encode and flush what they caused.
    package var onTurnEnd: (() -> Void)?
    /// Called at every change.
    package var onState: ((RedisConnectionState) -> Void)?

    private let session: RedisSession
    private var subscriptions = RedisSubscriptions<EventLoopPromise<Void>>()
    private let opening: RedisOpening
    private var turnHadMessages = false
    /// The channel of the last message: nearly always that of the next one too, so its text is made once.
    private var lastChannel = ""

    /// - Parameter watch: as for ``RedisClient``.
    package convenience init(options: RedisOptions, on eventLoop: any EventLoop, watch: MasterWatch? = nil) {
        self.init(options: options, on: eventLoop, watch: watch, connector: tcpConnector(options, on: eventLoop))
    }

    /// - Parameter connector: opens connections, for tests without sockets.
    package convenience init(
        options: RedisOptions,
        on eventLoop: any EventLoop,
        watch: MasterWatch? = nil,
        connector: @escaping RedisConnector
    ) {
        let locator = makeLocator(options, on: eventLoop, watch: watch, connector: connector)
        self.init(options: options, on: eventLoop, connector: connector, locator: locator)
    }

    /// A server that may come back at another place: `place` is asked before every attempt.
    package convenience init(
        options: RedisOptions,
        on eventLoop: any EventLoop,
        place: @escaping () -> RedisAddress
    ) {
        self.init(
            options: options,
            on: eventLoop,
            connector: tcpConnector(options, on: eventLoop),
            locator: MovingLocator(place)
        )
    }

    init(
        options: RedisOptions,
        on eventLoop: any EventLoop,
        connector: @escaping RedisConnector,
        locator: any RedisLocator
    ) {
        self.options = options
        self.eventLoop = eventLoop
        session = RedisSession(options: options, on: eventLoop, connector: connector, locator: locator)
        opening = RedisOpening(on: eventLoop)
    }

    /// As `RedisClient.start`.
    @discardableResult
    package func start(patience: Duration = .zero) -> EventLoopFuture<RedisServerInfo> {
        opening.begin(deadline: eventLoop.now + TimeAmount(patience))
        session.start(for: self)
        return opening.future
    }

    package var isConnected: Bool { session.isReady }

    /// The server of the present attempt or connection, or of the last one; nil before the first is known.
    package var address: RedisAddress? { session.address }

    /// What a sentinel said of the server of the present connection; nil without sentinels, and while not connected.
    package var claim: MasterClaim? { session.claim }

    /// When anything arrived last on the present connection, or on the one that was just lost.
    package var heardAt: NIODeadline { session.heardAt }

    /// Every wanted channel is confirmed on the present connection.
    package var isSubscribed: Bool { subscriptions.isComplete }

    /// The wanted channels, in alphabetical order.
    package var channels: [String] { subscriptions.channels }

    /// Wants a channel from now on, over all reconnects. The future succeeds when Redis has confirmed it; while there is
    /// no connection it waits for the next one. It fails where Redis refuses the channel, and when we are closed.
    @discardableResult
    package func subscribe(_ channel: String) -> EventLoopFuture<Void> {
        eventLoop.preconditionInEventLoop()
        let promise = eventLoop.makePromise(of: Void.self)
        guard !session.isClosed else {
            promise.fail(RedisError.closed(options.endpoint))
            return promise.futureResult
        }
        if let operation = subscriptions.subscribe(channel, promise) { write(operation) }
        return promise.futureResult
    }

    /// Wants a channel no longer. The future succeeds when Redis has confirmed it, or when there is no connection left on
    /// which it could be subscribed.
    @discardableResult
    package func unsubscribe(_ channel: String) -> EventLoopFuture<Void> {
        eventLoop.preconditionInEventLoop()
        let promise = eventLoop.makePromise(of: Void.self)
        let (operation, abandoned) = subscriptions.unsubscribe(channel, promise)
        if let operation { write(operation) } else { promise.succeed() }
        for waiting in abandoned { waiting.fail(RedisError.unsubscribed) }
        return promise.futureResult
    }

    /// Ends everything. Futures that wait fail with `closed`.
    package func close() {
        guard !session.isClosed else { return }
        session.close()
        let error = RedisError.closed(options.endpoint)
        for promise in subscriptions.closed() { promise.fail(error) }
        opening.failed(error, isFinal: true)
        onState?(.closed)
    }

    private func write(_ operation: RedisSubscriptions<EventLoopPromise<Void>>.Operation) {
        switch operation {
        case .subscribe(let channel): session.write(RedisCommand("SUBSCRIBE", channel))
        case .unsubscribe(let channel): session.write(RedisCommand("UNSUBSCRIBE", channel))
        case .ping: session.write(RedisCommand("PING"))
        }
    }
}

// MARK: Session

extension RedisSubscriber: RedisSessionOwner {
    func sessionIsConnecting() {
        onState?(.connecting)
    }

    func sessionIsReady(_ info: RedisServerInfo) {
        for operation in subscriptions.connected() { write(operation) }
        onState?(.connected(info))
        opening.succeeded(info)
    }

    func sessionTurnEnded() {
        guard turnHadMessages else { return }
        turnHadMessages = false
        onTurnEnd?()
    }

    func sessionFlushes() {}

    func sessionWantsPing() {
        write(subscriptions.ping())
    }

    func sessionIsDown(_ error: RedisError) {
        // First, for every callback may ask for channels.
        let (unsubscribed, abandoned) = subscriptions.disconnected()
        // What was read before the end is still a turn.
        sessionTurnEnded()
        for promise in unsubscribed { promise.succeed() }
        for promise in abandoned { promise.fail(RedisError.unsubscribed) }
        // Whoever hears of it may close us: then that is the last word.
        guard !session.isClosed else { return }
        onState?(.disconnected(error))
        opening.failed(error, isFinal: false)
    }

    func sessionReceived(_ reply: RedisReply) {
        switch reply {
        case .array(let elements): received(elements)
        case .error(let line): handle(subscriptions.refused(line))
        // PONG before the first subscription.
        case .simple: handle(subscriptions.answered(.ping))
        case .bulk, .integer, .null:
            session.drop(.protocolViolation("a subscriber got \(reply.kind)"))
        }
    }

    private func received(_ elements: [RedisReply]) {
        guard elements.count >= 2, let kind = elements[0].bytes, let second = elements[1].bytes else {
            return session.drop(.protocolViolation("a subscriber got an array of \(elements.count)"))
        }
        if elements.count == 3, kind.isText("message"), let payload = elements[2].bytes {
            turnHadMessages = true
            onMessage?(name(of: second), payload)
        } else if elements.count == 3, kind.isText("subscribe") {
            handle(subscriptions.answered(.subscribe(String(buffer: second))))
        } else if elements.count == 3, kind.isText("unsubscribe") {
            handle(subscriptions.answered(.unsubscribe(String(buffer: second))))
        } else if kind.isText("pong") {
            handle(subscriptions.answered(.ping))
        } else {
            session.drop(.protocolViolation("a subscriber got \"\(String(buffer: kind))\""))
        }
    }

    private func handle(_ answer: RedisSubscriptions<EventLoopPromise<Void>>.Answer) {
        switch answer {
        case .done(let promises, let isComplete):
            for promise in promises { promise.succeed() }
            if isComplete { onState?(.subscribed) }
        case .refused(let promises, let line):
            let error = RedisError.errorReply(line, to: "SUBSCRIBE")
            for promise in promises { promise.fail(error) }
        case .unavailable(let channel, let line):
            session.drop(.errorReply(line, to: "SUBSCRIBE \(channel)"))
        case .violation(let what):
            session.drop(.protocolViolation(what))
        }
    }

    private func name(of channel: ByteBuffer) -> String {
        if !channel.isText(lastChannel) { lastChannel = String(buffer: channel) }
        return lastChannel
    }
}

extension ByteBuffer {
    /// Compares without making a string.
    fileprivate func isText(_ text: String) -> Bool {
        readableBytes == text.utf8.count && readableBytesView.elementsEqual(text.utf8)
    }
}
