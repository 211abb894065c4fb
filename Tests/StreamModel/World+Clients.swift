import Stream

extension World {
    private static let groups = ["g0", "g1"]

    mutating func clientStep(_ kind: Step.Kind, _ a: Int, _ b: Int) throws(Violation) -> Bool {
        guard a < clients.count else { return false }
        switch kind {
        case .begin:
            guard clients[a].feed == nil, clients[a].position == nil, b < nodes.count, nodes[b].isAlive else {
                return false
            }
            let connection = "c\(a)-\(clients[a].lives)"
            clients[a].lives += 1
            clients[a].connection = connection
            clients[a].groups = []
            clients[a].oracleGroups = []
            clients[a].oracle = nil
            let feed = enter(a, node: b)
            nodes[b].logic.connect(feed, connection: connection, addresses: ["all", connection], ticket: feed)
            try settle(b)
        case .resume:
            guard clients[a].feed == nil, let position = clients[a].position, let connection = clients[a].connection,
                b < nodes.count, nodes[b].isAlive
            else { return false }
            coverage.resumed += 1
            let feed = enter(a, node: b)
            let groups = settings.defects.contains(.forgetsToken) ? [] : clients[a].groups
            nodes[b].logic.resume(
                feed,
                connection: connection,
                addresses: ["all", connection],
                groups: groups,
                at: .position(position)
            )
            try settle(b)
        case .drop:
            guard let node = clients[a].node, let feed = clients[a].feed else { return false }
            clientLost(a)
            nodes[node].logic.transportLost(feed)
            try settle(node)
        case .receive:
            guard !clients[a].cable.isEmpty else { return false }
            try receive(a, clients[a].cable.removeFirst())
        case .receiveLate:
            guard !clients[a].lateCable.isEmpty else { return false }
            let late = clients[a].lateCable.removeFirst()
            if settings.defects.contains(.takesLateFrames) { try receive(a, late) }
        case .join, .quit:
            guard let node = clients[a].node, clients[a].position != nil, let connection = clients[a].connection else {
                return false
            }
            let group = Self.groups[b % Self.groups.count]
            nodes[node].logic.change(connection, kind == .join ? .join(group) : .leave(group), ticket: 0)
            try settle(node)
        default: return false
        }
        return true
    }

    private mutating func enter(_ client: Int, node: Int) -> FeedID {
        clients[client].transports += 1
        let feed = clients[client].transports * 100 + UInt64(client)
        clients[client].feed = feed
        clients[client].node = node
        return feed
    }

    /// Its transport is gone; frames that are still in it are of no use to a client that knows its transports.
    mutating func clientLost(_ client: Int) {
        clients[client].lateCable = clients[client].cable
        clients[client].cable.removeAll()
        clients[client].feed = nil
        clients[client].node = nil
    }

    private mutating func receive(_ client: Int, _ what: Downward) throws(Violation) {
        switch what {
        case .told(let reason):
            coverage.told += 1
            try checkTold(client, reason)
            if let node = clients[client].node, let feed = clients[client].feed {
                nodes[node].logic.transportLost(feed)
            }
            clientLost(client)
            clients[client].position = nil
            clients[client].connection = nil
            clients[client].lateCable.removeAll()
        case .frame(let frame):
            try checkFrame(client, frame)
            clients[client].position = frame.position
            if let groups = frame.groups { clients[client].groups = groups }
        }
    }
}
