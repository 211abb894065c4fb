import Core
import Logging
import NIOCore
import Redis

/// The Redis backplane of SignalR 2.4, byte for byte (reference signalr2, section 7): INCR and PUBLISH in one script, the
/// outgoing stream with its stored error, and the restore script after a reconnect.
final class SignalRBackplane: Backplane {
    var events: BackplaneEvents?
    let resumes = true

    /// How often a node that was told "restored" looks whether it is connected (section 7.3, item 4).
    private static let restorePoll: TimeAmount = .milliseconds(200)

    private struct Pending {
        var payload: ByteBuffer
        var wasSent = false
        var id: UInt64 = 0
        var completion: (Result<UInt64, PublishError>) -> Void
    }

    private let links: RedisLinks
    private let eventLoop: any EventLoop
    private let logger: Logger
    private let originTicks: () -> Int64
    private let publishScript = RedisScript(BackplaneScript.publish)
    private let restoreScript = RedisScript(BackplaneScript.restore)
    private var stream: OutgoingStream<RedisError>
    private var pending: [UInt64: Pending] = [:]
    private var nextTicket: UInt64 = 1
    /// Of the latest payload, even where it was lower than one before.
    private var lastReceivedID: UInt64 = 0
    private var isStarted = false

    /// - Throws: ``SignalRError`` for a queue of no length.
    init(
        settings: NodeSettings,
        on eventLoop: any EventLoop,
        logger: Logger,
        originTicks: @escaping () -> Int64
    ) throws {
        stream = try OutgoingStream(queueLength: settings.signalr.queueLength)
        links = RedisLinks(settings: settings, on: eventLoop, logger: logger)
        self.eventLoop = eventLoop
        self.logger = logger
        self.originTicks = originTicks
    }

    func start() {
        links.onPayload = { [unowned self] in receive($0) }
        links.onTurnEnd = { [unowned self] in events?.turnEnded() }
        links.onState = { [unowned self] in changed($0) }
        links.onRestored = { [unowned self] in restored() }
        links.start()
    }

    func stop() {
        events = nil
        perform(stream.close())
        links.stop()
    }

    // MARK: Publishing

    func publish(_ message: BusMessage, completion: @escaping (Result<UInt64, PublishError>) -> Void) {
        let ticket = nextTicket
        nextTicket += 1
        let blob = BackplanePayload.blob([message], originTicks: originTicks())
        switch stream.publish(ticket) {
        case .refused(let refusal): completion(.failure(PublishError(refusal)))
        case .queued: pending[ticket] = Pending(payload: ByteBuffer(bytes: blob), completion: completion)
        case .send:
            pending[ticket] = Pending(payload: ByteBuffer(bytes: blob), completion: completion)
            send(ticket)
        }
    }

    private func send(_ ticket: UInt64) {
        guard let payload = pending[ticket]?.payload else { preconditionFailure("no payload for ticket \(ticket)") }
        pending[ticket]?.wasSent = true
        // It is sent once. What waits for its reply is a number and a closure, or a flood would be kept in memory twice.
        pending[ticket]?.payload = ByteBuffer()
        // Without a fallback: after SCRIPT FLUSH the first publish fails (section 7.3, item 5).
        links.client.eval(publishScript, keys: [links.channel], arguments: [payload], fallback: false) { result in
            switch result {
            case .success(let reply):
                self.pending[ticket]?.id = reply.elements?.first?.int.flatMap { UInt64(exactly: $0) } ?? 0
                self.perform(self.stream.sent(ticket, error: nil))
            case .failure(let error):
                self.logger.warning("publish failed", metadata: ["redis.error": "\(error)"])
                self.perform(self.stream.sent(ticket, error: error))
            }
        }
    }

    private func perform(_ actions: [OutgoingStream<RedisError>.Action]) {
        for action in actions {
            switch action {
            case .send(let ticket): send(ticket)
            case .complete(let ticket):
                guard let done = pending.removeValue(forKey: ticket) else { continue }
                done.completion(.success(done.id))
            case .fail(let ticket, let error):
                guard let failed = pending.removeValue(forKey: ticket) else { continue }
                // What fails behind another in the queue was never sent.
                failed.completion(
                    .failure(
                        PublishError(error.message, isDefinite: !failed.wasSent || error.certainty == .definite)
                    )
                )
            }
        }
    }

    // MARK: Receiving

    private func receive(_ bytes: ByteBuffer) {
        do {
            let payload = try bytes.withUnsafeReadableBytes { try BackplanePayload.decode($0) }
            if payload.id < lastReceivedID {
                logger.error("id regression", metadata: ["id": "\(payload.id)", "last.id": "\(lastReceivedID)"])
            }
            lastReceivedID = payload.id
            events?.received(payload)
        } catch {
            // The payload is lost, the loop goes on (section 7.3, item 2).
            logger.error("payload skipped", metadata: ["redis.channel": "\(links.channel)", "error": "\(error)"])
            return
        }
        // Any message reopens the stream.
        perform(stream.open())
    }

    private func changed(_ state: BackplaneState) {
        if state == .subscribed, !isStarted {
            isStarted = true
            perform(stream.open())
        }
        events?.state(state)
    }

    /// A connection is back; said once for each of the two (section 7.3, item 4).
    private func restored() {
        guard links.client.isConnected else {
            _ = eventLoop.assumeIsolated().scheduleTask(in: Self.restorePoll) { [weak self] in
                if let self, self.events != nil { self.restored() }
            }
            return
        }
        let argument = ByteBuffer(string: "\(lastReceivedID)")
        links.client.eval(restoreScript, keys: [links.channel], arguments: [argument], fallback: true) { result in
            switch result {
            case .success: self.perform(self.stream.open())
            case .failure(let error):
                self.logger.error("restore script failed", metadata: ["redis.error": "\(error)"])
                if error.code == .errorReply { self.stream.error(error) }
            }
        }
    }
}

extension PublishError {
    /// Nothing was sent, so there was no effect, whatever the stored error was about.
    fileprivate init(_ refusal: OutgoingStream<RedisError>.Refusal) {
        switch refusal {
        case .stored(let error):
            self.init("\(PublishRefusal.storedError.text): \(error.message)", isDefinite: true)
        case .closed: self.init("The node is shutting down.", isDefinite: true)
        case .queueFull(let limit):
            self.init("\(PublishRefusal.queueFull.text): \(limit) publishes wait for Redis.", isDefinite: true)
        }
    }
}
