import Stream

extension World {
    private static let targets: [Target] = [
        Target(["all"]), Target(["g0"]), Target(["g1"]), Target(["all", "g0"]), Target(["all"], except: ["g1"]),
    ]
    /// Messages that one schedule publishes at most.
    private static let messagesMax = 60

    /// External tickets: publisher, connection, its own ticket.
    private func ticket(_ publisher: Int, _ inner: UInt64) -> UInt64 {
        UInt64(publisher) << 56 | (publishers[publisher].generation & 0xFFFF) << 40 | inner
    }

    mutating func publisherStep(_ kind: Step.Kind, _ a: Int, _ b: Int) throws(Violation) -> Bool {
        if kind == .strayRequest { return try strayRequest(a) }
        guard a < publishers.count else { return false }
        switch kind {
        case .publish:
            guard nextMessage < Self.messagesMax else { return false }
            let payload = [UInt8(nextMessage >> 8), UInt8(nextMessage & 255)]
            let target = Self.targets[b % Self.targets.count]
            publishers[a].logic.publish(UInt64(nextMessage), .message(target, payload: payload))
            nextMessage += 1
        case .request:
            guard let node = publishers[a].node, !publishers[a].requests.isEmpty else { return false }
            let request = publishers[a].requests.removeFirst()
            hand(request, to: node, of: a)
            try settle(node)
        case .answer:
            guard !publishers[a].answers.isEmpty else { return false }
            switch publishers[a].answers.removeFirst() {
            case .opened(let session): publishers[a].logic.opened(session)
            case .append(let ticket, let answer): publishers[a].logic.answered(ticket, answer)
            }
        case .loseAnswer:
            guard !publishers[a].answers.isEmpty else { return false }
            switch publishers[a].answers.removeFirst() {
            case .opened: publishers[a].logic.openFailed()
            case .append(let ticket, _): publishers[a].logic.failed(ticket)
            }
        case .leaveNode:
            guard publishers[a].node != nil else { return false }
            publisherLost(a, stays: b == 1)
        case .enterNode:
            guard publishers[a].node == nil, b < nodes.count, nodes[b].isAlive else { return false }
            publishers[a].node = b
            publishers[a].generation += 1
            publishers[a].logic.connected()
        case .nudge: publishers[a].logic.tick()
        default: return false
        }
        try drain(publisher: a)
        return true
    }

    private mutating func hand(_ request: PublisherRequest, to node: Int, of publisher: Int) {
        switch request {
        case .open: nodes[node].logic.openSession(ticket(publisher, 0))
        case .append(let inner, let request): nodes[node].logic.append(ticket(publisher, inner), request)
        }
    }

    /// A request that its publisher has given up waiting for: nobody hears of its outcome.
    private mutating func strayRequest(_ place: Int) throws(Violation) -> Bool {
        guard place < strayRequests.count else { return false }
        let stray = strayRequests.remove(at: place)
        guard case .append(_, let request) = stray.request, nodes[stray.node].isAlive else { return false }
        nodes[stray.node].logic.append(0xFF << 40, request)
        try settle(stray.node)
        return true
    }

    mutating func publisherLost(_ publisher: Int, stays: Bool) {
        guard let node = publishers[publisher].node else { return }
        if stays, strayRequests.count < 6 {
            strayRequests += publishers[publisher].requests.prefix(2).map { StrayRequest(node: node, request: $0) }
        }
        publishers[publisher].requests.removeAll()
        publishers[publisher].answers.removeAll()
        publishers[publisher].node = nil
        publishers[publisher].generation += 1
        publishers[publisher].logic.connectionLost()
        do throws(Violation) { try drain(publisher: publisher) } catch { fail(error) }
    }

    mutating func drain(publisher: Int) throws(Violation) {
        for effect in publishers[publisher].logic.takeEffects() {
            switch effect {
            case .open: publishers[publisher].requests.append(.open)
            case .send(let ticket, let request):
                publishers[publisher].requests.append(.append(ticket: ticket, request))
            case .acknowledged(let message, _): try checkAcknowledged(Int(message))
            case .unknown: coverage.unknown += 1
            }
        }
    }

    /// Whose answer it is; nil when that connection is over.
    private func owner(of ticket: UInt64) -> Int? {
        let publisher = Int(ticket >> 56)
        guard publisher < publishers.count, ticket >> 40 & 0xFFFF == publishers[publisher].generation & 0xFFFF,
            publishers[publisher].node != nil
        else { return nil }
        return publisher
    }

    mutating func resolved(_ ticket: UInt64, _ answer: AppendAnswer) {
        guard let owner = owner(of: ticket) else { return }
        publishers[owner].answers.append(.append(ticket: ticket & 0xFF_FFFF_FFFF, answer))
    }

    mutating func opened(_ ticket: UInt64, _ session: PublisherSession) {
        guard let owner = owner(of: ticket) else { return }
        publishers[owner].answers.append(.opened(session))
    }
}
