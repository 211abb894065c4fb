import Core
import Logging
import NIOCore
import Runtime

// What comes from the bus and what goes to it.
extension SignalRServer {
    // MARK: Receiving

    /// One payload: stored, and whoever listens is woken. Delivery follows at the end of the turn.
    func receive(_ payload: BackplanePayload) {
        if failpoints != nil { reach(.beforeReceive, payload.messages) }
        let now = MonotonicClock.now()
        if recorder.isRecordingHops {
            for message in payload.messages {
                if let fields = DefectPlanter.fields(of: message) {
                    recorder.hop(.received, fields, extra: payload.id, time: now)
                }
            }
        }
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
        if failpoints != nil { reach(.afterReceive, payload.messages) }
        // One turn must not bring more than the buffer of a signal holds, or clients that keep up would lose some.
        if undelivered >= undeliveredMax { deliver() }
    }

    /// Lets everybody who was woken pass, and writes to their sockets.
    func deliver() {
        turnIsDue = false
        undelivered = 0
        for subscription in bus.takeWoken() {
            if subscription === ackListener {
                hearAcks()
            } else {
                connectionOfSubscription[ObjectIdentifier(subscription)]?.work()
            }
        }
        recordHanded()
    }

    /// Delivers at the end of this turn of the event loop, for wakes that no payload caused.
    func deliverSoon() {
        guard !turnIsDue else { return }
        turnIsDue = true
        eventLoop.assumeIsolated().execute { self.deliver() }
    }

    /// A connection was handed this frame.
    func handed(_ frame: SharedFrame) {
        guard recorder.isRecordingHops, !frame.messages.isEmpty else { return }
        if frame.handed == 0 { framesHanded.append(frame) }
        frame.handed += 1
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
            guard let fields = DefectPlanter.fields(of: handed.message.message) else { continue }
            recorder.hop(.handed, fields, extra: UInt64(handed.count), time: now)
        }
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
    private func hearAcks() {
        guard let ackListener, !isHearingAcks else { return }
        var repeats = 0
        while repeats < ServerConnection.repeatsPerTurnMax {
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
        guard recorder.isRecordingHops || failpoints != nil || planter != nil,
            let fields = DefectPlanter.fields(of: message)
        else {
            backplane.publish(message, completion: completion)
            return
        }
        recorder.hop(.accepted, fields)
        let isDenied = planter?.denies(fields) ?? false
        if failpoints != nil { reach(.beforeWrite, fields) }
        backplane.publish(message) { [self] result in
            if case .success(let id) = result {
                recorder.hop(.written, fields, extra: id)
                if failpoints != nil { reach(.afterWrite, fields) }
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

extension SignalRServer: HubSender {
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
}
