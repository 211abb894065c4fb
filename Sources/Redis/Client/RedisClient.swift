package import Core
package import NIOCore

/// One supervised command connection: pipelined, every command with a deadline, reconnecting for ever until closed.
///
/// Confined to its event loop: every call and every callback is on it. While disconnected a command fails at once and for
/// certain; nothing is kept for later (as StackExchange.Redis 2.0.513, reference signalr2, section 7.3).
/// From `start` to `close` the client keeps itself alive.
package final class RedisClient {
    package typealias Completion = (Result<RedisReply, RedisError>) -> Void

    private struct Waiting {
        var name: String
        var timeout: Duration
        /// nil for our own PING.
        var completion: Completion?
    }

    package let options: RedisOptions
    package let eventLoop: any EventLoop
    /// Called at every change, also while a call of ours is running.
    package var onState: ((RedisConnectionState) -> Void)?

    private let session: RedisSession
    private var pipeline: RedisPipeline<Waiting>
    private var scripts = RedisScriptCache()
    private let opening: RedisOpening
    private var expiry: (task: Scheduled<Void>, at: NIODeadline)?
    private var lastExpiry: NIODeadline = .uptimeNanoseconds(0)
    /// Why there is no connection.
    private var lastError: RedisError?
    /// Set when the server is no master any more: nothing new is sent, and when what is under way has been answered, or
    /// the deadline has passed, the connection is dropped.
    private var retirement: (reason: RedisError, deadline: Scheduled<Void>)?

    /// - Parameter watch: listens to the sentinels of the endpoint for other connections too; nil makes one of its own
    ///   where the endpoint asks to follow them.
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
        pipeline = RedisPipeline(commandsMax: options.pipelineCommandsMax)
        opening = RedisOpening(on: eventLoop)
    }

    /// Begins to connect. The future tells how the first attempt ended, or with patience the first that succeeded or the
    /// first that failed later than that; whatever it tells, attempts go on until `close`. Call it once.
    /// - Parameter patience: failures that time may mend (refused, loading) are tried again for so long. A wrong
    ///   password, cluster mode and an old version end it at once.
    @discardableResult
    package func start(patience: Duration = .zero) -> EventLoopFuture<RedisServerInfo> {
        opening.begin(deadline: eventLoop.now + TimeAmount(patience))
        session.start(for: self)
        return opening.future
    }

    /// Commands are taken.
    package var isConnected: Bool { session.isReady && retirement == nil }

    /// The server of the present attempt or connection, or of the last one; nil before the first is known.
    package var address: RedisAddress? { session.address }

    /// What a sentinel said of the server of the present connection; nil without sentinels, and while not connected.
    package var claim: MasterClaim? { session.claim }

    /// Ends everything. Commands under way fail with `closed`.
    package func close() {
        guard !session.isClosed else { return }
        let error = RedisError.closed(options.endpoint)
        session.close()
        fail(with: error)
        opening.failed(error, isFinal: true)
        onState?(.closed)
    }

    // MARK: Commands

    /// Sends one command; commands of one turn of the event loop leave together. An error reply is a failure.
    package func send(_ command: RedisCommand, timeout: Duration? = nil, completion: @escaping Completion) {
        eventLoop.preconditionInEventLoop()
        if let error = obstacle(to: command) {
            completion(.failure(error))
            return
        }
        issue(command, timeout: timeout ?? options.commandTimeout, completion: completion)
    }

    package func send(_ command: RedisCommand, timeout: Duration? = nil) -> EventLoopFuture<RedisReply> {
        let promise = eventLoop.makePromise(of: RedisReply.self)
        send(command, timeout: timeout) { promise.complete($0) }
        return promise.futureResult
    }

    private func obstacle(to command: RedisCommand) -> RedisError? {
        guard isConnected else {
            return session.isClosed
                ? .closed(options.endpoint) : .notConnected(options.endpoint, because: retirement?.reason ?? lastError)
        }
        if pipeline.isFull { return .pipelineFull(session.place, "\(pipeline.commandsMax) commands") }
        if session.writableBytes < command.byteCount {
            return .pipelineFull(session.place, "\(options.unsentBytesMax - session.writableBytes) bytes")
        }
        return nil
    }

    private func issue(_ command: RedisCommand, timeout: Duration, completion: Completion?) {
        session.write(command)
        let deadline = eventLoop.now + TimeAmount(timeout)
        pipeline.issued(Waiting(name: command.name, timeout: timeout, completion: completion), deadline: deadline)
        scheduleExpiry()
    }

    /// Commands that wait when Redis answers no more have as many deadlines, a moment apart, and each look walks over all
    /// of them: so looks are this far apart.
    private static let expiryPause = TimeAmount.milliseconds(10)

    private func scheduleExpiry() {
        guard pipeline.earliestDeadline < expiry?.at ?? .distantFuture else { return }
        let deadline = max(pipeline.earliestDeadline, lastExpiry + Self.expiryPause)
        guard deadline < expiry?.at ?? .distantFuture else { return }
        expiry?.task.cancel()
        let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) { self.expire() }
        expiry = (task, deadline)
    }

    private func expire() {
        expiry = nil
        lastExpiry = eventLoop.now
        let due = pipeline.expired(now: lastExpiry)
        scheduleExpiry()
        for waiting in due {
            waiting.completion?(
                .failure(.commandTimedOut(waiting.name, session.place, "\(waiting.timeout)"))
            )
        }
    }

    private func fail(with error: RedisError) {
        expiry?.task.cancel()
        expiry = nil
        retirement?.deadline.cancel()
        retirement = nil
        scripts = RedisScriptCache()
        for (waiting, certainty) in pipeline.drained() {
            waiting.completion?(.failure(error.with(certainty)))
        }
    }
}

// MARK: Scripts

extension RedisClient {
    /// Runs a script by its SHA-1; the first call on a connection loads it and goes by its body.
    /// - Parameter fallback: what happens when Redis has lost the script (NOSCRIPT). True sends it again by its body, at
    ///   once but behind the commands issued meanwhile: use it where order between calls does not matter. False lets the
    ///   error surface, and the next call loads again (reference signalr2, section 7.3, item 5).
    package func eval(
        _ script: RedisScript,
        keys: [String],
        arguments: [ByteBuffer],
        fallback: Bool,
        completion: @escaping Completion
    ) {
        let byBody = { RedisCommand("EVAL", script.body, keys: keys, arguments: arguments) }
        guard isConnected else {
            send(byBody(), completion: completion)
            return
        }
        switch scripts.call(script) {
        case .loadAndByBody:
            load(script)
            send(byBody(), completion: completion)
        case .byBody:
            send(byBody(), completion: completion)
        case .bySHA(let sha):
            send(RedisCommand("EVALSHA", sha, keys: keys, arguments: arguments)) { result in
                guard case .failure(let error) = result, error.replyCode == "NOSCRIPT" else {
                    completion(result)
                    return
                }
                self.scripts.missing()
                if fallback { self.send(byBody(), completion: completion) } else { completion(result) }
            }
        }
    }

    package func eval(
        _ script: RedisScript,
        keys: [String],
        arguments: [ByteBuffer],
        fallback: Bool
    ) -> EventLoopFuture<RedisReply> {
        let promise = eventLoop.makePromise(of: RedisReply.self)
        eval(script, keys: keys, arguments: arguments, fallback: fallback) { promise.complete($0) }
        return promise.futureResult
    }

    private func load(_ script: RedisScript) {
        send(RedisCommand("SCRIPT", "LOAD", script.body)) { result in
            // A dropped connection has forgotten its scripts already.
            guard self.isConnected else { return }
            switch result {
            case .success(let reply): self.scripts.loaded(script, sha: reply.string)
            case .failure(let error): self.scripts.notLoaded(script, isAllowed: error.replyCode != "NOPERM")
            }
        }
    }
}

// MARK: Session

extension RedisClient: RedisSessionOwner {
    func sessionIsConnecting() {
        onState?(.connecting)
    }

    func sessionIsReady(_ info: RedisServerInfo) {
        lastError = nil
        onState?(.connected(info))
        opening.succeeded(info)
    }

    func sessionReceived(_ reply: RedisReply) {
        switch pipeline.answered() {
        case .to(let waiting):
            if case .error(let line) = reply {
                // First, so that whoever hears of it finds nobody who takes commands.
                if RedisError.isReadOnly(line) { retire(line) }
                waiting.completion?(.failure(.errorReply(line, to: waiting.name)))
            } else {
                waiting.completion?(.success(reply))
            }
            leaveIfAnswered()
        case .late: leaveIfAnswered()
        case .unexpected: session.drop(.protocolViolation("a reply (\(reply.kind)) that nobody asked for"))
        }
    }

    /// A server that has to be a master refused a write.
    private func retire(_ line: String) {
        guard session.requiresMaster, session.isReady, retirement == nil else { return }
        let reason = RedisError.demoted(session.place, reply: line)
        let deadline = eventLoop.assumeIsolated().scheduleTask(in: TimeAmount(options.sentinelTimeout)) {
            self.session.drop(reason)
        }
        retirement = (reason, deadline)
    }

    /// Of the commands behind the refused one some are reads: what became of each is known when all are answered.
    private func leaveIfAnswered() {
        if let retirement, pipeline.count == 0 { session.drop(retirement.reason) }
    }

    func sessionTurnEnded() {}

    func sessionFlushes() {
        pipeline.flushed()
    }

    func sessionWantsPing() {
        guard !pipeline.isFull, retirement == nil else { return }
        // Its own deadline would only say again what the session finds out.
        issue(RedisCommand("PING"), timeout: options.pingTimeout + options.commandTimeout, completion: nil)
    }

    func sessionIsDown(_ error: RedisError) {
        lastError = error
        fail(with: error)
        // Whoever hears of it may close us: then that is the last word.
        guard !session.isClosed else { return }
        onState?(.disconnected(error))
        opening.failed(error, isFinal: false)
    }
}

extension EventLoopPromise where Value == RedisReply {
    fileprivate func complete(_ result: Result<RedisReply, RedisError>) {
        switch result {
        case .success(let reply): succeed(reply)
        case .failure(let error): fail(error)
        }
    }
}
