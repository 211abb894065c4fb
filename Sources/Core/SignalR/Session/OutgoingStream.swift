/// What a node's publishes go through on their way to Redis (reference signalr2, section 7.4): the states Initial, Open,
/// Buffering and Closed, three queue behaviours, and one stored error.
///
/// It holds tickets, not bytes: the caller numbers its publishes and does what the actions say. `Failure` is the error of
/// the connection; the stored one is thrown as it is, again and again.
package struct OutgoingStream<Failure: Error> {
    package enum State: Hashable, Sendable {
        /// Redis was never reached. To open, buffering, closed.
        case initial
        /// To buffering, closed.
        case open
        /// Entered by an error; despite its name nothing is buffered. To open, closed.
        case buffering
        /// For ever.
        case closed
    }

    /// Why a publish is refused at once, before anything is sent.
    package enum Refusal: Error {
        /// The stored error: what an earlier publish or any error reply left behind, until a message arrives.
        case stored(Failure)
        case closed
        /// As many publishes as allowed wait or run.
        case queueFull(limit: Int)
    }

    /// What the caller is to do with a ticket.
    package enum Action {
        /// Send it now, and report with ``sent(_:error:)``.
        case send(UInt64)
        /// Its publisher is told: done.
        case complete(UInt64)
        /// Its publisher is told: failed.
        case fail(UInt64, Failure)
    }

    /// What became of a publish at once.
    package enum Publishing {
        case send
        /// It waits for the stream to open or for those before it.
        case queued
        case refused(Refusal)
    }

    package let behavior: OutgoingQueueBehavior
    package let queueLength: Int
    package private(set) var state = State.initial
    package private(set) var storedError: Failure?

    /// Tickets of the chain, the running one first. `initialOnly` fills it before the first opening only.
    private var chain: [UInt64] = []
    private var isChainRunning = false
    /// Publishes that came while the initial queue drains: the original blocks their threads until it is empty.
    private var blocked: [UInt64] = []
    private var directInFlight: Set<UInt64> = []

    /// A queue of no length is a configuration error.
    package init(behavior: OutgoingQueueBehavior = .initialOnly, queueLength: Int = 1_000) throws(SignalRError) {
        guard behavior == .disabled || queueLength > 0 else {
            throw SignalRError(.configuration, "a queue length of \(queueLength); use 1 or more, or disable the queue")
        }
        self.behavior = behavior
        self.queueLength = queueLength
    }

    /// Publishes that wait or run in the chain, or wait for it.
    package var waitingCount: Int { chain.count + blocked.count }

    /// Tickets that will never be sent: queued before an error that came before the first opening, or abandoned by a
    /// close. Their publishers hang until they give up by themselves.
    package private(set) var stranded: [UInt64] = []

    // MARK: Events

    /// Startup, a restored connection, or any received message. Returns what is to be sent now.
    package mutating func open() -> [Action] {
        guard state == .initial || state == .buffering else { return [] }
        state = .open
        storedError = nil
        return runChain()
    }

    /// A failed publish, or an error reply to any command.
    package mutating func error(_ failure: Failure) {
        guard state != .closed else { return }
        if state == .initial, behavior == .initialOnly {
            stranded += chain
            chain.removeAll()
        }
        state = .buffering
        storedError = failure
    }

    /// For ever. `always` runs its queue empty; what `initialOnly` has queued is abandoned.
    package mutating func close() -> [Action] {
        guard state != .closed else { return [] }
        state = .closed
        switch behavior {
        case .always: return runChain()
        case .initialOnly, .disabled:
            stranded += isChainRunning ? Array(chain.dropFirst()) + blocked : chain + blocked
            chain.removeSubrange((isChainRunning ? 1 : 0)...)
            blocked.removeAll()
            return []
        }
    }

    /// A new publish; `ticket` must be a number not used before.
    package mutating func publish(_ ticket: UInt64) -> Publishing {
        if let storedError { return .refused(.stored(storedError)) }
        switch (state, behavior) {
        case (.closed, _): return .refused(.closed)
        case (.buffering, _): preconditionFailure("a buffering stream without a stored error")
        case (.initial, .disabled), (.open, .disabled): return sendDirectly(ticket)
        case (.open, .initialOnly):
            guard isChainRunning else { return sendDirectly(ticket) }
            return enqueue(ticket, blocks: true)
        case (.initial, .initialOnly), (.initial, .always): return enqueue(ticket, blocks: false)
        case (.open, .always):
            guard waitingCount > 0 else {
                chain.append(ticket)
                isChainRunning = true
                return .send
            }
            return enqueue(ticket, blocks: false)
        }
    }

    /// A sent publish has its outcome. Returns what its publisher and those behind it get to hear, and what is sent next.
    package mutating func sent(_ ticket: UInt64, error failure: Failure?) -> [Action] {
        if directInFlight.remove(ticket) != nil {
            guard let failure else { return [.complete(ticket)] }
            error(failure)
            return [.fail(ticket, failure)]
        }
        precondition(isChainRunning && chain.first == ticket, "an outcome for \(ticket), which is not being sent")
        guard let failure else {
            chain.removeFirst()
            return [.complete(ticket)] + advanceChain()
        }
        error(failure)
        let failed = chain
        chain.removeAll()
        isChainRunning = false
        return failed.map { .fail($0, failure) } + releaseBlocked()
    }

    // MARK: The chain

    private mutating func sendDirectly(_ ticket: UInt64) -> Publishing {
        directInFlight.insert(ticket)
        return .send
    }

    private mutating func enqueue(_ ticket: UInt64, blocks: Bool) -> Publishing {
        guard waitingCount < queueLength else { return .refused(.queueFull(limit: queueLength)) }
        if blocks { blocked.append(ticket) } else { chain.append(ticket) }
        return .queued
    }

    private mutating func runChain() -> [Action] {
        guard !isChainRunning, let first = chain.first else { return [] }
        isChainRunning = true
        return [.send(first)]
    }

    private mutating func advanceChain() -> [Action] {
        isChainRunning = !chain.isEmpty
        if let next = chain.first { return [.send(next)] }
        return releaseBlocked()
    }

    /// The initial queue is empty: what it held up is sent, or fails like any publish now.
    private mutating func releaseBlocked() -> [Action] {
        let released = blocked
        blocked.removeAll()
        return released.map { ticket in
            if let storedError { return .fail(ticket, storedError) }
            directInFlight.insert(ticket)
            return .send(ticket)
        }
    }
}

extension OutgoingStream: Sendable where Failure: Sendable {}
