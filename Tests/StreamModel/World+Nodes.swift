import Stream

extension World {
    mutating func nodeStep(_ kind: Step.Kind, _ a: Int, _ b: Int) throws(Violation) -> Bool {
        if kind == .serveStray { return try serveStray(a) }
        guard a < nodes.count else { return false }
        guard nodes[a].isAlive else {
            guard kind == .startNode else { return false }
            startNode(a)
            return true
        }
        switch kind {
        case .serve: return try serve(a, count: max(1, b), timesOut: false)
        case .waitTimeout: return try serve(a, count: 1, timesOut: true)
        case .reply: return try reply(a)
        case .lose: return try lose(a, stays: b == 1)
        case .locate: return try locate(a, b)
        case .connect: return try connect(a)
        case .round: return try round(a)
        case .tick:
            now += b == 0 ? 200 : UInt64(b) * 1_000
            tick(a)
            try settle(a)
        case .wake:
            nodes[a].logic.wake()
            try settle(a)
        case .moved:
            nodes[a].logic.masterMayHaveMoved()
            try settle(a)
        case .crashNode: crashNode(a)
        case .refresh:
            nodes[a].logic.freshenPositions()
            try settle(a)
        case .trim:
            // As if all that the node has were old enough.
            return try trim(a)
        default: return false
        }
        return true
    }

    // MARK: Effects

    /// Takes what the node wants done, and lets the oracle look.
    mutating func settle(_ node: Int) throws(Violation) {
        drain(node: node)
        if let violation { throw violation }
        try checkNode(node)
    }

    mutating func drain(node: Int) {
        while true {
            for effect in nodes[node].logic.takeEffects() { take(effect, of: node) }
            // Some sockets take a frame at once; others when the node's clock ticks.
            guard let feed = nodes[node].partials.first(where: { $0 / 100 % 2 == 0 }) else { break }
            goOn(feed, of: node)
        }
    }

    private mutating func goOn(_ feed: FeedID, of node: Int) {
        nodes[node].partials.removeAll { $0 == feed }
        nodes[node].logic.goOn(feed)
    }

    private mutating func tick(_ node: Int) {
        for feed in nodes[node].partials { goOn(feed, of: node) }
        nodes[node].logic.tick(now: now)
    }

    private mutating func take(_ effect: LogNodeEffect, of node: Int) {
        switch effect {
        case .locate: nodes[node].locates = true
        case .connect(let address): nodes[node].connecting = Int(address.port) - 1
        case .disconnect: leaveConnection(node, stays: true)
        case .send(let pipeline, let commands):
            nodes[node].connection?.pipeline = pipeline
            nodes[node].connection?.commands = commands
            nodes[node].connection?.replies.removeAll()
        case .resolved(let ticket, let answer): resolved(ticket, answer)
        case .opened(let ticket, let session): opened(ticket, session)
        case .frame(let frame):
            downward(frame.feed, .frame(frame))
            if frame.isPartial { nodes[node].partials.append(frame.feed) }
        case .delivered: break
        case .told(let feed, let reason): downward(feed, .told(reason))
        case .adopted: coverage.adopted += 1
        case .startedAnew: coverage.startedAnew += 1
        case .published, .publishUnknown, .trouble: break
        }
    }

    private mutating func downward(_ feed: FeedID, _ what: Downward) {
        let client = Int(feed % 100)
        guard client < clients.count, clients[client].feed == feed else { return }
        clients[client].cable.append(what)
    }

    /// The node is done with its connection; what the kernel has already taken may still be served.
    private mutating func leaveConnection(_ node: Int, stays: Bool) {
        guard let connection = nodes[node].connection else { return }
        nodes[node].connection = nil
        if stays, !connection.isBroken, !connection.commands.isEmpty, strays.count < 4 { strays.append(connection) }
    }

    // MARK: Life

    private mutating func crashNode(_ node: Int) {
        leaveConnection(node, stays: true)
        nodes[node].isAlive = false
        for publisher in publishers.indices where publishers[publisher].node == node {
            publisherLost(publisher, stays: false)
        }
        for client in clients.indices where clients[client].node == node { clientLost(client) }
        strayRequests.removeAll { $0.node == node }
    }

    private mutating func startNode(_ node: Int) {
        let addresses = servers.indices.map { Self.address($0) }
        let seed = UInt64(nodes[node].starts) &* 104_729 &+ UInt64(node)
        let starts = nodes[node].starts + 1
        nodes[node] = ModelNode(logic: Self.node(node, settings, addresses, seed: seed))
        nodes[node].starts = starts
        nodes[node].logic.start()
        drain(node: node)
    }

    // MARK: The way to a master

    /// Sentinels can be behind, or silent.
    private mutating func locate(_ node: Int, _ kind: Int) throws(Violation) -> Bool {
        guard nodes[node].locates else { return false }
        nodes[node].locates = false
        let answer = [master, earlierMaster, -1][kind % 3]
        nodes[node].logic.located(answer < 0 ? nil : Self.address(answer))
        try settle(node)
        return true
    }

    /// A frozen server's kernel takes connections too.
    private mutating func connect(_ node: Int) throws(Violation) -> Bool {
        guard let server = nodes[node].connecting else { return false }
        nodes[node].connecting = nil
        if servers[server].isAlive {
            nodes[node].connection = ModelConnection(server: server, process: processes[server])
            nodes[node].logic.connected()
        } else {
            nodes[node].logic.connectionLost()
        }
        try settle(node)
        return true
    }

    private mutating func lose(_ node: Int, stays: Bool) throws(Violation) -> Bool {
        guard nodes[node].connection != nil else { return false }
        leaveConnection(node, stays: stays)
        nodes[node].logic.connectionLost()
        try settle(node)
        return true
    }

    // MARK: Commands

    private mutating func serve(_ node: Int, count: Int, timesOut: Bool) throws(Violation) -> Bool {
        guard var connection = nodes[node].connection, !connection.isBroken else { return false }
        nodes[node].connection = nil
        let happened = serve(&connection, count: count, timesOut: timesOut)
        nodes[node].connection = connection
        return happened
    }

    private mutating func serve(_ connection: inout ModelConnection, count: Int, timesOut: Bool) -> Bool {
        var happened = false
        for _ in 0..<count {
            guard let command = connection.commands.first,
                let reply = execute(command, over: &connection, timesOut: timesOut)
            else { break }
            connection.commands.removeFirst()
            connection.replies.append(reply)
            happened = true
        }
        return happened
    }

    /// Nobody reads the replies any more, but the commands have their effect.
    private mutating func serveStray(_ place: Int) throws(Violation) -> Bool {
        guard place < strays.count else { return false }
        var stray = strays.remove(at: place)
        guard servers[stray.server].isAlive, stray.process == processes[stray.server] else { return true }
        let happened = serve(&stray, count: 2, timesOut: true)
        if !stray.commands.isEmpty { strays.insert(stray, at: min(place, strays.count)) }
        return happened
    }

    private mutating func reply(_ node: Int) throws(Violation) -> Bool {
        guard let connection = nodes[node].connection else { return false }
        if connection.commands.isEmpty, !connection.replies.isEmpty {
            nodes[node].connection?.replies.removeAll()
            nodes[node].logic.answered(connection.pipeline, connection.replies)
        } else if connection.isBroken {
            nodes[node].connection = nil
            nodes[node].logic.connectionLost()
        } else {
            return false
        }
        try settle(node)
        return true
    }

    /// All of it in one go: the way it is nearly always.
    private mutating func round(_ node: Int) throws(Violation) -> Bool {
        guard let connection = nodes[node].connection, !connection.isBroken else { return false }
        guard !connection.commands.isEmpty || !connection.replies.isEmpty else { return false }
        var happened = false
        for _ in 0..<16 {
            if try serve(node, count: 16, timesOut: false) { happened = true }
            guard case .wait? = nodes[node].connection?.commands.first else { break }
            let before = nodes[node].connection?.commands.count
            synchronize()
            if !(try serve(node, count: 16, timesOut: false)) { _ = try serve(node, count: 1, timesOut: true) }
            if nodes[node].connection?.commands.count == before { break }
        }
        return try reply(node) || happened
    }

    /// What a server answers; nil when it answers nothing now.
    private mutating func execute(
        _ command: LogCommand,
        over connection: inout ModelConnection,
        timesOut: Bool
    ) -> LogReply? {
        let server = connection.server
        guard servers[server].isRunning else { return nil }
        switch command {
        case .replication: return .replication(info(server))
        case .wait(let replicas, _):
            guard servers[server].isMaster else { return .failed("UNBLOCKED force unblock from blocking operation") }
            // It counts links, and for a connection that has written nothing it is content at once.
            let offset = connection.lastWrite
            let count = servers[server].links.count { $0.isOnline && $0.acknowledged >= offset }
            return count >= replicas || timesOut ? .waited(count) : nil
        case .entries, .meta:
            return servers[server].dataset.run(command, now: now, limits: settings.limits).reply
        case .found, .open, .append, .barrier, .lease, .trim:
            let before = servers[server].offset
            let reply = write(command, on: server)
            if servers[server].offset > before { connection.lastWrite = servers[server].offset }
            return reply
        }
    }

    private mutating func write(_ command: LogCommand, on server: Int) -> LogReply {
        if !servers[server].isMaster { return .failed("READONLY You can't write against a read only replica.") }
        if servers[server].losesScript {
            servers[server].losesScript = false
            return .failed("NOSCRIPT No matching script.")
        }
        let isElsewhere = settings.defects.contains(.dedupesElsewhere)
        let (before, past) = (servers[server].dataset.sessions, servers[server].dataset)
        if isElsewhere { servers[server].dataset.sessions = merged(before) }
        let (reply, wrote) = servers[server].dataset.run(
            command,
            now: now,
            limits: settings.limits,
            defects: settings.defects
        )
        if isElsewhere { elsewhere = servers[server].dataset.sessions }
        if wrote { servers[server].journal.append(.command(command, now: now)) }
        let floor = servers[server].dataset.meta.floor
        checkTrim(server, past)
        if floor > highestFloor {
            coverage.trimmed += Int(floor - highestFloor)
            highestFloor = floor
        }
        return reply
    }

    /// The memory in the other place knows of more than this dataset.
    private func merged(_ sessions: [Dataset.Session]) -> [Dataset.Session] {
        var merged = elsewhere
        for session in sessions where !merged.contains(where: { $0.session == session.session }) {
            merged.append(session)
        }
        return merged
    }

    private func info(_ server: Int) -> ReplicationInfo {
        let state = servers[server]
        return ReplicationInfo(
            isMaster: state.isMaster,
            reign: Reign("r\(state.reign)"),
            offset: Int64(state.offset),
            links: state.links.map {
                ReplicationInfo.Link(
                    address: Self.address($0.server),
                    isOnline: $0.isOnline,
                    offset: Int64($0.acknowledged)
                )
            }
        )
    }

    /// A trim as the node would do it, had time passed.
    private mutating func trim(_ node: Int) throws(Violation) -> Bool {
        now += 4_000
        tick(node)
        try settle(node)
        return true
    }
}
