import Core

/// Makes up small runs of a system that keeps its promises: messages take effect once, between invocation and
/// acknowledgement, and reach every member in that order; connections drop, resume and begin anew; groups are joined and
/// left; outcomes stay unknown, and publishes are tried again.
struct RunGenerator {
    private struct Attempt {
        var publisher: Int
        var sequence: UInt32
        var audience: Int
        var number: UInt16
        var outcome: Outcome
        var isSentinel = false
        /// An unknown one may take effect before it ends, after it, or never.
        var takesEffect: Bool
        var hasEnded = false
    }

    private struct Change {
        var client: Int
        var audience: Int
        var isJoin: Bool
        var outcome: Outcome
        var takesEffect: Bool
        var hasEnded = false
    }

    private struct Client {
        var file: Int
        var isLive = false
        var isUp = false
        /// What the server holds for the connection.
        var queue: [(publisher: Int, sequence: UInt32)] = []
        var groups: Set<Int> = []
    }

    private var random: SeededGenerator
    private let ties: Bool
    private var time: UInt64 = 1_000
    private var clients: [Client] = []
    private var nextSequence: [UInt32] = []
    private var used: [Set<Int>] = []
    private var attempts: [Attempt] = []
    private var changes: [Change] = []
    /// Messages that took effect: a second attempt does nothing.
    private var effects: Set<[UInt32]> = []
    private(set) var files: [[HistoryRecord]] = []
    private(set) var manifest: RunManifest

    /// With `ties`, events may bear the same time; then the record does not tell their order, and a right system may look
    /// wrong.
    init(seed: UInt64, ties: Bool) {
        self.ties = ties
        random = SeededGenerator(seed: seed, purpose: "checker property")
        let clientCount = Int.random(in: 1...4, using: &random)
        let publisherCount = Int.random(in: 1...3, using: &random)
        let fileCount = Int.random(in: 1...3, using: &random)
        manifest = RunManifest(
            run: RunID(5),
            seed: seed,
            scenario: "generated",
            backplane: .pubsub,
            nodes: [NodeID(1), NodeID(2)],
            clients: [],
            audiences: [.all, .group("red"), .group("blue"), .user("ann"), .app("shop")],
            publishers: [],
            faults: [],
            expectation: Expectation(
                delivery: DeliveryContract.allCases.randomElement(using: &random) ?? .exactlyOnce,
                order: OrderContract.allCases.randomElement(using: &random) ?? .fifo,
                atomic: Bool.random(using: &random)
            ),
            histories: (0..<fileCount).map { "f\($0)" },
            reconnect: ReconnectPolicy.allCases.randomElement(using: &random)
        )
        files = Array(repeating: [], count: fileCount)
        for index in 0..<clientCount {
            let user = Bool.random(using: &random) ? "ann" : nil
            let app = Bool.random(using: &random) ? "shop" : "chat"
            manifest.clients.append(ManifestClient(client: ClientID(index: index), app: app, user: user))
            clients.append(Client(file: Int.random(in: 0..<fileCount, using: &random)))
        }
        for index in 0..<publisherCount {
            let client = ClientID(index: Int.random(in: 0..<clientCount, using: &random))
            manifest.publishers.append(ManifestPublisher(publisher: PublisherID(index: index), client: client))
        }
        nextSequence = Array(repeating: 1, count: publisherCount)
        used = Array(repeating: [], count: publisherCount)
        simulate()
    }

    private mutating func simulate() {
        for client in clients.indices where !chance(12) { connect(client) }
        for _ in 0..<Int.random(in: 20...110, using: &random) { step() }
        for client in clients.indices where !clients[client].isUp && !chance(12) { connect(client) }
        while !attempts.isEmpty || !changes.isEmpty {
            advanceAttempt()
            advanceChange()
        }
        for publisher in used.indices {
            for audience in used[publisher].sorted() { publish(publisher, to: audience, asSentinel: true) }
        }
        while !attempts.isEmpty { advanceAttempt() }
        for client in clients.indices {
            while clients[client].isUp, !clients[client].queue.isEmpty { deliver(client) }
        }
        for client in clients.indices where clients[client].isUp {
            if !chance(15) { record(.alive, client) }
            if chance(3) { endLife(client) }
        }
    }

    private mutating func step() {
        let client = Int.random(in: clients.indices, using: &random)
        switch Int.random(in: 0..<100, using: &random) {
        case 0..<22: publish(Int.random(in: nextSequence.indices, using: &random), to: nil)
        case 22..<48: advanceAttempt()
        case 48..<78: deliver(client)
        case 78..<84: beginChange(client)
        case 84..<90: advanceChange()
        case 90..<94: disconnect(client)
        default: if !clients[client].isUp { connect(client) }
        }
    }

    private mutating func chance(_ oneIn: Int) -> Bool { Int.random(in: 0..<oneIn, using: &random) == 0 }

    private mutating func tick() -> UInt64 {
        time += UInt64.random(in: (ties ? 0 : 1)...3, using: &random)
        return time
    }

    private mutating func record(_ kind: HistoryKind, _ client: Int, _ change: (inout HistoryRecord) -> Void = { _ in })
    {
        var record = HistoryRecord(kind, subject: UInt32(client + 1), time: tick())
        change(&record)
        files[clients[client].file].append(record)
    }

    // MARK: Publishing

    private mutating func publish(_ publisher: Int, to chosen: Int?, asSentinel: Bool = false) {
        let audience = chosen ?? Int.random(in: manifest.audiences.indices, using: &random)
        used[publisher].insert(audience)
        let sequence = nextSequence[publisher]
        nextSequence[publisher] += 1
        attempt(publisher, sequence, audience, number: 1, asSentinel: asSentinel)
    }

    private mutating func attempt(
        _ publisher: Int,
        _ sequence: UInt32,
        _ audience: Int,
        number: UInt16,
        asSentinel: Bool
    ) {
        var outcome = Outcome.ok
        if asSentinel ? chance(25) : chance(4) { outcome = chance(2) ? .fail : .info }
        let takesEffect = outcome == .ok || (outcome == .info && chance(2))
        let attempt = Attempt(
            publisher: publisher,
            sequence: sequence,
            audience: audience,
            number: number,
            outcome: outcome,
            isSentinel: asSentinel,
            takesEffect: takesEffect
        )
        recordPublish(.publishInvoked, attempt, asSentinel ? PublishFlags.sentinel.rawValue : 0, UInt64(audience))
        attempts.append(attempt)
    }

    private mutating func recordPublish(_ kind: HistoryKind, _ attempt: Attempt, _ flags: UInt8, _ extra: UInt64) {
        record(kind, manifest.publishers[attempt.publisher].client.index) {
            $0.publisher = UInt32(attempt.publisher + 1)
            $0.sequence = attempt.sequence
            $0.detail = attempt.number
            $0.flags = flags
            $0.extra = extra
        }
    }

    private mutating func advanceAttempt() {
        guard let index = attempts.indices.randomElement(using: &random) else { return }
        let attempt = attempts[index]
        if attempt.takesEffect, attempt.outcome == .ok || attempt.hasEnded || chance(2) {
            attempts[index].takesEffect = false
            takeEffect(attempt)
            if attempt.hasEnded { attempts.remove(at: index) }
            return
        }
        guard !attempt.hasEnded else {
            attempts.remove(at: index)
            return
        }
        attempts[index].hasEnded = true
        // Some attempts never end in the record: their publisher was cut off.
        if attempt.outcome != .info || !chance(3) {
            recordPublish(.publishEnded, attempt, attempt.outcome.rawValue, 0)
        }
        if attempt.outcome != .ok, chance(2) {
            self.attempt(
                attempt.publisher,
                attempt.sequence,
                attempt.audience,
                number: attempt.number + 1,
                asSentinel: attempt.isSentinel
            )
        }
        if !attempt.takesEffect { attempts.remove(at: index) }
    }

    private mutating func takeEffect(_ attempt: Attempt) {
        guard effects.insert([UInt32(attempt.publisher), attempt.sequence]).inserted else { return }
        _ = tick()
        for client in clients.indices where clients[client].isLive {
            switch manifest.audiences[attempt.audience] {
            case .all: break
            case .group: if !clients[client].groups.contains(attempt.audience) { continue }
            case .app(let name): if manifest.clients[client].app != name { continue }
            case .user(let name): if manifest.clients[client].user != name { continue }
            }
            clients[client].queue.append((attempt.publisher, attempt.sequence))
        }
    }

    private mutating func deliver(_ client: Int) {
        guard clients[client].isUp, !clients[client].queue.isEmpty else { return }
        let message = clients[client].queue.removeFirst()
        record(.delivered, client) {
            $0.publisher = UInt32(message.publisher + 1)
            $0.sequence = message.sequence
        }
    }

    // MARK: Connections

    private mutating func connect(_ client: Int) {
        let resumes = clients[client].isLive && chance(2)
        let node = UInt16.random(in: 1...2, using: &random)
        record(.connectInvoked, client) { $0.detail = node }
        if !resumes { begin(client) }
        record(.connected, client) {
            $0.detail = node
            $0.flags = resumes ? ConnectionStart.resumed.rawValue : ConnectionStart.fresh.rawValue
        }
        clients[client].isUp = true
    }

    /// The server forgets the old connection.
    private mutating func begin(_ client: Int) {
        clients[client].isLive = true
        clients[client].queue.removeAll()
        clients[client].groups.removeAll()
        changes.removeAll { $0.client == client }
    }

    private mutating func disconnect(_ client: Int) {
        guard clients[client].isUp else { return }
        clients[client].isUp = false
        record(.disconnected, client) { $0.flags = DisconnectReason.lost.rawValue }
        if chance(3) { endLife(client) }
    }

    private mutating func endLife(_ client: Int) {
        clients[client].isUp = false
        clients[client].isLive = false
        clients[client].queue.removeAll()
        clients[client].groups.removeAll()
        changes.removeAll { $0.client == client }
        record(.lifeEnded, client)
    }

    // MARK: Groups

    private mutating func beginChange(_ client: Int) {
        guard clients[client].isUp else { return }
        var outcome = Outcome.ok
        if chance(4) { outcome = chance(2) ? .fail : .info }
        let change = Change(
            client: client,
            audience: Int.random(in: 1...2, using: &random),
            isJoin: !chance(3),
            outcome: outcome,
            takesEffect: outcome == .ok || (outcome == .info && chance(2))
        )
        record(change.isJoin ? .joinInvoked : .leaveInvoked, client) { $0.detail = UInt16(change.audience) }
        changes.append(change)
    }

    private mutating func advanceChange() {
        guard let index = changes.indices.randomElement(using: &random) else { return }
        let change = changes[index]
        if change.takesEffect, change.outcome == .ok || change.hasEnded || chance(2) {
            changes[index].takesEffect = false
            if change.isJoin {
                clients[change.client].groups.insert(change.audience)
            } else {
                clients[change.client].groups.remove(change.audience)
            }
            if change.hasEnded { changes.remove(at: index) }
            return
        }
        guard !change.hasEnded else {
            changes.remove(at: index)
            return
        }
        changes[index].hasEnded = true
        let kinds: (HistoryKind, HistoryKind) = change.isJoin ? (.joined, .joinFailed) : (.left, .leaveFailed)
        record(change.outcome == .ok ? kinds.0 : kinds.1, change.client) {
            $0.detail = UInt16(change.audience)
            $0.flags = change.outcome.rawValue
        }
        if !change.takesEffect { changes.remove(at: index) }
    }
}
