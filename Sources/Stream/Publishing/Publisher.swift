import DequeModule

/// What a ``Publisher`` wants done.
package enum PublisherEffect: Hashable, Sendable {
    /// Open a session; the answer is `opened` or `openFailed`, or nothing when the connection is lost.
    case open
    /// Send this to the node; the answer is `answered` or `failed` with this ticket, or nothing when the connection is lost.
    case send(ticket: UInt64, AppendRequest)
    /// It stands in the log once.
    case acknowledged(message: UInt64, LogIndex?)
    /// It may stand in the log once or not at all, and no more can be known.
    case unknown(message: UInt64, EntryContent)
}

/// Who has messages to publish and wants each in the log once: a client, whose session outlives its connections and its nodes,
/// or a node with messages of its own.
///
/// A message is sent again with the same session and sequence until its outcome is certain. When its session is gone, it goes into
/// another one only if no attempt of it can have had an effect.
package struct Publisher: Sendable {
    private enum State: Hashable {
        case none
        case opening
        case open(PublisherSession)
        /// The session is gone. The next one is opened when what is under way has been answered, or order would be lost.
        case dying(PublisherSession)
    }

    private struct Item {
        var message: UInt64
        var content: EntryContent
        /// Nil until it is sent for the first time in the present session.
        var sequence: UInt64?
        var attempts = 0
        /// Of the latest attempt, while its answer can still come.
        var ticket: UInt64?
        /// When that attempt was sent, everything before it in the session had been acknowledged.
        var isNext = false
    }

    private var state = State.none
    private var items: Deque<Item> = []
    /// Items with a ticket: all of them among the first `windowMax`, and without holes between them unless `hasHoles`.
    private var ticketCount = 0
    private var hasHoles = false
    private var isConnected = false
    /// Something was refused for now, or not answered: until ``tick()`` nothing is sent.
    package private(set) var isHeld = false
    private var nextSequence: UInt64 = 1
    private var nextTicket: UInt64 = 1
    private var effects: [PublisherEffect] = []
    private let measures: SafetyMeasures
    /// Messages that may be under way at once.
    private let windowMax: Int

    package init(measures: SafetyMeasures = .all, windowMax: Int = 1_024) {
        self.measures = measures
        self.windowMax = windowMax
    }

    /// Messages without an outcome.
    package var openCount: Int { items.count }

    package mutating func takeEffects() -> [PublisherEffect] {
        guard !effects.isEmpty else { return [] }
        defer { effects.removeAll(keepingCapacity: true) }
        return effects
    }

    /// - Parameter message: the caller's name for it.
    package mutating func publish(_ message: UInt64, _ content: EntryContent) {
        items.append(Item(message: message, content: content))
        advance()
    }

    package mutating func connected() {
        isConnected = true
        isHeld = false
        advance()
    }

    /// What was under way has no answer and never will.
    package mutating func connectionLost() {
        isConnected = false
        if state == .opening { state = .none }
        for place in items.indices { forgetTicket(place) }
        settleDying()
    }

    package mutating func opened(_ session: PublisherSession) {
        guard state == .opening else { return }
        state = .open(session)
        nextSequence = 1
        advance()
    }

    /// No session was opened, and this request for one will open none.
    package mutating func openFailed() {
        guard state == .opening else { return }
        state = .none
        isHeld = true
    }

    /// Some time has passed: what was refused for now is tried again.
    package mutating func tick() {
        isHeld = false
        advance()
    }

    package mutating func answered(_ ticket: UInt64, _ answer: AppendAnswer) {
        guard let place = items.firstIndex(where: { $0.ticket == ticket }) else { return }
        forgetTicket(place)
        switch answer {
        case .acknowledged(let index):
            effects.append(.acknowledged(message: items[place].message, index))
            items.remove(at: place)
        case .gap: missing(place)
        case .unknownSession(let isDefinite):
            if case .open(let session) = state { state = .dying(session) }
            leaveSession(place, isDefinite: isDefinite)
        case .full(let isDefinite):
            if isDefinite { items[place].attempts -= 1 }
            isHeld = true
        case .busy:
            items[place].attempts -= 1
            isHeld = true
        }
        settleDying()
        advance()
    }

    /// This attempt has no answer and never will, though the connection goes on: it may have had its effect, now or later.
    package mutating func failed(_ ticket: UInt64) {
        guard let place = items.firstIndex(where: { $0.ticket == ticket }) else { return }
        forgetTicket(place)
        isHeld = true
        settleDying()
    }

    /// Gives up every message without an outcome, and the session, in which more may come. Returns them in their order, each with
    /// whether an attempt of it may have had an effect.
    package mutating func giveUp() -> [(message: UInt64, mayHaveEffect: Bool)] {
        let open = items.map { ($0.message, $0.sequence != nil && $0.attempts > 0) }
        guard !open.isEmpty else { return [] }
        items.removeAll()
        ticketCount = 0
        hasHoles = false
        if state != .opening { state = .none }
        return open
    }

    private mutating func forgetTicket(_ place: Int) {
        guard items[place].ticket != nil else { return }
        items[place].ticket = nil
        ticketCount -= 1
        hasHoles = true
    }

    /// Something before it is missing in the log. Where all of that was acknowledged before it was sent, data was destroyed, and
    /// this session can go on nowhere.
    private mutating func missing(_ place: Int) {
        guard case .open(let session) = state else { return leaveSession(place, isDefinite: true) }
        guard items[place].isNext else { return resendAll() }
        state = .dying(session)
        leaveSession(place, isDefinite: true)
    }

    /// A refused attempt had no effect, but what about those before it?
    private mutating func leaveSession(_ place: Int, isDefinite: Bool) {
        let isResolved = isDefinite && items[place].attempts <= 1
        if isResolved || !measures.contains(.keepsUnresolvedInSession) {
            items[place].sequence = nil
            items[place].attempts = 0
        } else {
            effects.append(.unknown(message: items[place].message, items[place].content))
            items.remove(at: place)
        }
    }

    private mutating func settleDying() {
        guard case .dying = state, !items.contains(where: { $0.ticket != nil }) else { return }
        // What has no answer any more and was sent in that session cannot be known.
        var place = 0
        while place < items.count {
            if items[place].sequence == nil {
                place += 1
                continue
            }
            let count = items.count
            leaveSession(place, isDefinite: items[place].attempts == 0)
            if items.count == count { place += 1 }
        }
        state = .none
    }

    /// From the lowest that has no outcome.
    private mutating func resendAll() {
        for place in items.indices where items[place].sequence != nil { forgetTicket(place) }
    }

    private mutating func advance() {
        guard isConnected, !isHeld, !items.isEmpty else { return }
        switch state {
        case .none:
            state = .opening
            effects.append(.open)
        case .opening, .dying: break
        case .open(let session):
            let end = min(items.count, windowMax)
            guard ticketCount < end else { return }
            for place in (hasHoles ? 0 : ticketCount)..<end where items[place].ticket == nil { send(place, session) }
            hasHoles = false
        }
    }

    private mutating func send(_ place: Int, _ session: PublisherSession) {
        let sequence = items[place].sequence ?? nextSequence
        if items[place].sequence == nil {
            items[place].sequence = sequence
            nextSequence += 1
        }
        items[place].attempts += 1
        items[place].ticket = nextTicket
        // All that have a sequence stand before those that have none.
        items[place].isNext = place == 0
        ticketCount += 1
        let request = AppendRequest(session: session, sequence: sequence, content: items[place].content)
        effects.append(.send(ticket: nextTicket, request))
        nextTicket += 1
    }
}
