import Core
import NIOCore
import Runtime
import Stream

/// The shell of a ``SignalRClientMachine``: gives it events, does what it asks. Confined to one event loop.
final class SignalRSession: ClientSession {
    private let eventLoop: any EventLoop
    private let calls: SignalRCalls
    private let shape: SignalRItemReader.Shape
    private unowned let observer: any ClientSessionObserver
    private var machine: SignalRClientMachine
    private var seeds: SeededGenerator
    private var timer: LoopTimer?
    /// The node of the attempt or connection at hand.
    private var node: NodeAddress?
    private var exchange: HTTPExchange?
    private var socket: WebSocketConnection?
    private var aborting: HTTPExchange?
    /// Cut in silence, and still open.
    private var ghost: WebSocketConnection?
    private var isFrozen = false
    /// A balancer chooses the node.
    private var isBalanced = false
    private var message: [UInt8] = []
    private var hasTurn = false
    private var stopped: (() -> Void)?

    init(
        _ options: SignalRClientOptions,
        calls: SignalRCalls,
        seed: UInt64,
        on eventLoop: any EventLoop,
        observer: any ClientSessionObserver
    ) {
        self.eventLoop = eventLoop
        self.calls = calls
        self.observer = observer
        shape = SignalRItemReader.Shape(hub: options.hub)
        machine = SignalRClientMachine(options)
        seeds = SeededGenerator(seed: seed)
        timer = LoopTimer(on: eventLoop) { [unowned self] in
            let now = MonotonicClock.now()
            enter(machine.deadlinePassed(now: now), now: now)
        }
    }

    var isConnected: Bool { machine.isConnected }

    func connect() {
        let now = MonotonicClock.now()
        enter(machine.connect(now: now), now: now)
    }

    func takeTurn() {
        hasTurn = true
        let now = MonotonicClock.now()
        let actions = machine.turnTaken(now: now)
        enter(actions, now: now)
        // The wish may have passed while it stood in line.
        if actions.isEmpty { endTurn() }
    }

    func publish(_ payload: [UInt8], to audience: AudienceNumber, ticket: CallTicket) -> Bool {
        send(calls.publish[Int(audience)], payload, ticket)
    }

    func openSession(ticket: CallTicket) -> Bool {
        send(ticket) { calls.open.write(call: $0, into: &$1) }
    }

    func append(
        _ payload: [UInt8],
        to audience: AudienceNumber,
        in session: PublisherSession,
        sequence: UInt64,
        ticket: CallTicket
    ) -> Bool {
        send(ticket) { id, bytes in
            calls.append[Int(audience)].write(
                session: session.text.utf8,
                sequence: sequence,
                payload: payload,
                call: id,
                into: &bytes
            )
        }
    }

    func join(_ audience: AudienceNumber, ticket: CallTicket) -> Bool {
        guard let name = calls.groupNames[Int(audience)] else { return false }
        return send(calls.join, name, ticket)
    }

    func leave(_ audience: AudienceNumber, ticket: CallTicket) -> Bool {
        guard let name = calls.groupNames[Int(audience)] else { return false }
        return send(calls.leave, name, ticket)
    }

    func probe(ticket: CallTicket) -> Bool {
        send(calls.echo, SignalRCalls.probeText, ticket)
    }

    func flush() {
        socket?.flush()
    }

    func cut(_ manner: DropManner, awayUntil: UInt64) -> Bool {
        let now = MonotonicClock.now()
        let closing: SignalRClosing =
            switch manner {
            case .reset: .reset
            case .close: .abruptly
            case .silence: .silently
            }
        let (had, actions) = machine.drop(closing, awayUntil: awayUntil, now: now)
        enter(actions, now: now)
        return had
    }

    func freeze() -> Bool {
        guard isConnected, let socket else { return false }
        isFrozen = true
        socket.isReading = false
        timer?.set(to: nil)
        return true
    }

    func thaw() {
        guard isFrozen else { return }
        isFrozen = false
        machine.wokeUp(now: MonotonicClock.now())
        socket?.isReading = true
        timer?.set(to: machine.deadline)
    }

    func depart() {
        giveUpGhost()
        enter(machine.stop(.departed, why: "closed by a fault"), now: MonotonicClock.now())
    }

    func stop(done: @escaping () -> Void) {
        stopped = done
        giveUpGhost()
        enter(machine.stop(), now: MonotonicClock.now())
        if aborting == nil { endStop() }
    }

    func abandon() {
        _ = machine.stop()
        timer?.set(to: nil)
        stopped = nil
        hasTurn = false
        giveUpGhost()
        aborting?.cancel()
        exchange?.cancel()
        socket?.close()
        aborting = nil
        exchange = nil
        socket = nil
    }

    private func giveUpGhost() {
        ghost?.reset()
        ghost = nil
    }

    private func endStop() {
        let done = stopped
        stopped = nil
        done?()
    }

    private func send(_ call: SignalRInvocation, _ argument: [UInt8], _ ticket: CallTicket) -> Bool {
        send(ticket) { call.write(argument, call: $0, into: &$1) }
    }

    private func send(_ ticket: CallTicket, write: (UInt32, inout [UInt8]) -> Void) -> Bool {
        guard let socket, let id = machine.beginCall(ticket: ticket.bits, now: MonotonicClock.now()) else {
            return false
        }
        message.removeAll(keepingCapacity: true)
        write(id, &message)
        socket.send(message)
        return true
    }

    private func endTurn() {
        guard hasTurn else { return }
        hasTurn = false
        observer.sessionTurnEnded()
    }
}

// What the machine asks for.
extension SignalRSession {
    /// Performs what something other than a read has caused, and sends what that brings with it.
    private func enter(_ actions: [SignalRClientAction], now: UInt64) {
        perform(actions, now: now)
        if actions.isEmpty { return }
        observer.sessionReadEnded()
        socket?.flush()
    }

    private func perform(_ actions: [SignalRClientAction], now: UInt64) {
        for action in actions { perform(action, now: now) }
        timer?.set(to: isFrozen ? nil : machine.deadline)
    }

    private func perform(_ action: SignalRClientAction, now: UInt64) {
        switch action {
        case .awaitTurn: observer.sessionAwaitsTurn()
        case .negotiate(let path):
            pickNode(now: now)
            request(path) { session, answer, now in
                session.landed(on: answer.node)
                return session.machine.negotiated(answer.body, now: now)
            }
        case .open(let path, let atNextNode):
            if atNextNode { pickNode(now: now) }
            open(path)
        case .start(let path):
            request(path) { session, _, now in session.machine.startAnswered(now: now) }
        case .abort(let path):
            guard let node else { return }
            aborting = HTTPExchange(path, at: node, on: eventLoop) { [weak self] _ in
                self?.aborting = nil
                self?.endStop()
            }
        case .abandon(let closing): abandon(closing)
        case .handOut(let messages): messages.withUnsafeBytes { handOut($0, time: now) }
        case .handOutParsed(let items): for item in items { handOut(item, time: now) }
        case .callEnded(let ticket, let result): callEnded(CallTicket(bits: ticket), result, time: now)
        case .report(let report): tell(report, now: now)
        }
    }

    private func pickNode(now: UInt64) {
        node = observer.sessionNextNode()
        isBalanced = node?.node == .unknown
        if let node { observer.sessionConnecting(to: node.node, time: now) }
    }

    /// Behind a balancer the answers tell which node they are from; without one it is known.
    private func landed(on other: NodeID?) {
        if isBalanced, let other { node?.node = other }
    }

    private func request(
        _ path: String,
        then answered: @escaping (SignalRSession, HTTPAnswer, UInt64) -> [SignalRClientAction]
    ) {
        guard let node else { return failSoon("no node to go to") }
        exchange = HTTPExchange(path, at: node, on: eventLoop) { [weak self] result in
            guard let self else { return }
            exchange = nil
            let now = MonotonicClock.now()
            switch result {
            case .success(let answer) where answer.status == 200:
                enter(answered(self, answer, now), now: now)
            case .success(let answer):
                let name = path.prefix { $0 != "?" }
                enter(machine.attemptFailed(why: "\(name) was answered with \(answer.status)", now: now), now: now)
            case .failure(let error):
                enter(machine.attemptFailed(why: error.description, now: now), now: now)
            }
        }
    }

    private func open(_ path: String) {
        guard let node else { return failSoon("no node to go to") }
        socket = WebSocketConnection(path, at: node, seed: seeds.next(), on: eventLoop, events: self)
    }

    /// On a later turn of the loop, so that no action is performed inside another.
    private func failSoon(_ why: String) {
        eventLoop.assumeIsolated().execute { [weak self] in
            guard let self else { return }
            let now = MonotonicClock.now()
            enter(machine.attemptFailed(why: why, now: now), now: now)
        }
    }

    private func abandon(_ closing: SignalRClosing) {
        exchange?.cancel()
        exchange = nil
        switch closing {
        case .politely: socket?.closePolitely()
        case .abruptly: socket?.close()
        case .reset: socket?.reset()
        case .silently:
            giveUpGhost()
            socket?.silence()
            ghost = socket
        }
        socket = nil
        isFrozen = false
        endTurn()
    }

    private func tell(_ report: SignalRClientReport, now: UInt64) {
        switch report {
        case .connected(let start):
            endTurn()
            giveUpGhost()
            if let node { observer.sessionConnected(start, node: node.node, time: now) }
        case .disconnected(let reason, let why):
            if let node { observer.sessionDisconnected(reason, why: why, node: node.node, time: now) }
        case .lifeEnded(let returns): observer.sessionLifeEnded(returns: returns, time: now)
        case .attemptFailed(let why): observer.sessionAttemptFailed(node: node?.node, why: why)
        }
    }

    private func callEnded(_ ticket: CallTicket, _ result: SignalRCallResult, time: UInt64) {
        switch result {
        case .ok: observer.sessionCallEnded(ticket, outcome: .ok, why: "", time: time)
        case .value(let value): observer.sessionCallReturned(ticket, value, time: time)
        case .failed(let outcome, let why): observer.sessionCallEnded(ticket, outcome: outcome, why: why, time: time)
        }
    }

    private func handOut(_ messages: UnsafeRawBufferPointer, time: UInt64) {
        var reader = SignalRItemReader(messages, shape: shape)
        while let item = reader.next() { handOut(item, time: time) }
    }

    private func handOut(_ item: SignalRItem, time: UInt64) {
        switch item {
        case .scan(let scan): observer.sessionReceived(scan, time: time)
        case .foreign(let sample): observer.sessionReceivedForeign(sample, time: time)
        }
    }
}

extension SignalRSession: WebSocketEvents {
    func webSocketOpened(_ connection: WebSocketConnection, time: UInt64) {
        guard connection === socket else { return }
        landed(on: connection.node)
        enter(machine.opened(now: time), now: time)
    }

    func webSocketFailed(_ connection: WebSocketConnection, why: String, time: UInt64) {
        guard connection === socket else { return }
        enter(machine.attemptFailed(why: why, now: time), now: time)
    }

    func webSocketReceived(_ connection: WebSocketConnection, text: UnsafeRawBufferPointer, time: UInt64) {
        guard connection === socket else { return }
        switch machine.received(text, now: time) {
        case .none: break
        case .messages(let range): handOut(UnsafeRawBufferPointer(rebasing: text[range]), time: time)
        case .parsed(let items): for item in items { handOut(item, time: time) }
        case .act(let actions): perform(actions, now: time)
        }
    }

    func webSocketReadEnded(_ connection: WebSocketConnection) {
        guard connection === socket else { return }
        observer.sessionReadEnded()
        socket?.flush()
    }

    func webSocketEnded(_ connection: WebSocketConnection, why: String, time: UInt64) {
        guard connection === socket else { return }
        enter(machine.socketEnded(why: why, now: time), now: time)
    }
}
