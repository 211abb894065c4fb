import Core
import Logging
import NIOCore
import Runtime
import Stream

// What comes from the backplane and what goes to it.
extension ScaleoutMessageBus {
    // MARK: Receiving

    /// One payload: stored, and whoever listens is woken. Delivery follows at the end of the turn.
    func receive(_ payload: BackplanePayload) {
        if trace.failpoints != nil { trace.reach(.beforeReceive, payload.messages) }
        let now = MonotonicClock.now()
        for message in payload.messages { trace.received(message, id: payload.id, time: now) }
        var payload = payload
        if planter != nil {
            payload.messages =
                planter?.plant(into: payload.messages) { (bus.signals.find($0)?.subscriberCount ?? 0) > 0 } ?? []
        }
        let reception = bus.receive(payload, now: now)
        undelivered += reception.messageCount
        if case .replaced(let newest) = reception.addition {
            logger.error("ring replaced", metadata: ["id": "\(reception.id)", "newest.id": "\(newest)"])
        }
        if trace.failpoints != nil { trace.reach(.afterReceive, payload.messages) }
        // One turn must not bring more than the buffer of a signal holds, or clients that keep up would lose some.
        if undelivered >= undeliveredMax { deliver() }
    }

    // MARK: Commands

    /// Applies the commands of a delivery and publishes their acks.
    func apply(_ commands: [StoredMessage], to subscription: Subscription) -> Subscription.CommandOutcome {
        let outcome = subscription.apply(commands, now: MonotonicClock.now())
        for ack in outcome.acks { publish(ack, completion: logFailure("ack")) }
        if outcome.unreadable > 0 {
            logger.error("commands skipped", metadata: ["count": "\(outcome.unreadable)"])
        }
        return outcome
    }

    /// Like a connection's passes, and bounded like them: an ack whose id occurs twice may be found again and again
    /// (reference signalr2, section 10, row 6).
    func hearAcks() {
        guard let ackListener, !isHearingAcks else { return }
        var repeats = 0
        while repeats < ScaleoutWorker.repeatsPerTurnMax {
            let before = ackListener.cursor
            guard case .delivery(let delivery) = ackListener.pass(limit: Subscription.ackListenerLimit) else { return }
            for commandID in apply(delivery.commands, to: ackListener).acknowledged where acks.acknowledge(commandID) {
                ackWaiters.removeValue(forKey: commandID)?.succeed()
            }
            repeats = delivery.cursor == before ? repeats + 1 : 0
        }
        isHearingAcks = true
        continueLater {
            self.isHearingAcks = false
            self.hearAcks()
        }
    }

    func expireAcks() {
        for commandID in acks.expire(now: MonotonicClock.now()) {
            ackWaiters.removeValue(forKey: commandID)?.fail(AckTimeout())
        }
    }

    // MARK: Publishing

    /// Publishes, and records the message as accepted and, with its id, as written.
    func publish(_ message: BusMessage, completion: @escaping (Result<UInt64, PublishError>) -> Void) {
        guard trace.isWatching || planter != nil, let fields = message.harnessFields else {
            backplane.publish(message, completion: completion)
            return
        }
        trace.recorder.hop(.accepted, fields)
        let isDenied = planter?.denies(fields) ?? false
        if trace.failpoints != nil { trace.reach(.beforeWrite, fields) }
        backplane.publish(message) { [trace] result in
            if case .success(let id) = result {
                trace.recorder.hop(.written, fields, extra: id)
                if trace.failpoints != nil { trace.reach(.afterWrite, fields) }
            }
            completion(isDenied ? .failure(PublishError("Denied on request.", isDefinite: true)) : result)
        }
    }

    func logFailure(_ what: String) -> (Result<UInt64, PublishError>) -> Void {
        { [logger] result in
            guard case .failure(let error) = result else { return }
            logger.warning("\(what) was not published", metadata: ["error": "\(error)"])
        }
    }
}

extension ScaleoutMessageBus {
    func publish(_ message: BusMessage) -> EventLoopFuture<Void> {
        let promise = eventLoop.makePromise(of: Void.self)
        publish(message) { result in
            switch result {
            case .success: promise.succeed()
            case .failure(let error): promise.fail(error)
            }
        }
        return promise.futureResult
    }

    func publish(_ message: BusMessage, alsoTo keys: [String]) -> EventLoopFuture<Void> {
        let publishes = ([message.key] + keys).map { key in
            var message = message
            message.key = key
            return publish(message)
        }
        return EventLoopFuture.andAllSucceed(publishes, on: eventLoop)
    }

    func changeGroup(_ kind: BusCommand.Kind, signal: String, of connectionID: String) -> EventLoopFuture<Void> {
        let command = BusCommand(id: newGUID(), kind: kind, value: signal, waitForAck: true)
        let promise = eventLoop.makePromise(of: Void.self)
        guard acks.register(command.id, now: MonotonicClock.now()) else {
            promise.fail(PublishError("Too many group changes wait for an answer.", isDefinite: true))
            return promise.futureResult
        }
        ackWaiters[command.id] = promise
        publish(command.message(source: connectionID, connectionID: connectionID)) { result in
            guard case .failure(let error) = result else { return }
            self.acks.cancel(command.id)
            self.ackWaiters.removeValue(forKey: command.id)?.fail(error)
        }
        return promise.futureResult
    }

    func openSession() -> EventLoopFuture<PublisherSession> { eventLoop.makeFailedFuture(noSessions) }

    func append(_ message: BusMessage, _ session: PublisherSession, sequence: UInt64) -> EventLoopFuture<AppendAnswer> {
        eventLoop.makeFailedFuture(noSessions)
    }

    private var noSessions: PublishError {
        PublishError(
            "The backplane \(settings.backplane.rawValue) knows no sessions: publish without one.",
            isDefinite: true
        )
    }
}
