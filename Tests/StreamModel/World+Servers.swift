import Stream

extension World {
    mutating func serverStep(_ kind: Step.Kind, _ a: Int, _ b: Int) throws(Violation) -> Bool {
        if kind == .expireLeases {
            now += settings.limits.leaseLifetimeMilliseconds
            return true
        }
        if kind == .synchronize {
            synchronize()
            return true
        }
        guard a < servers.count else { return false }
        switch kind {
        case .crash: return crash(a)
        case .restart: return restart(a, asReplica: b == 1)
        case .freeze:
            guard servers[a].isRunning else { return false }
            servers[a].isFrozen = true
        case .thaw:
            guard servers[a].isAlive, servers[a].isFrozen else { return false }
            servers[a].isFrozen = false
        case .failover: return failover(to: a)
        case .reconfigure: return reconfigure(a)
        case .attach: return try attach(a)
        case .cut: return cut(a, noticed: b == 0)
        case .forget: return forget(a)
        case .hold, .release:
            guard servers[a].upstream != nil, servers[a].upstream?.isHeld != (kind == .hold) else { return false }
            servers[a].upstream?.isHeld = kind == .hold
        case .replicate: return replicate(a, count: b == 0 ? Int.max : b)
        case .acknowledge: return acknowledge(a) && acknowledged(a)
        case .acknowledgeLater: return acknowledge(a)
        case .acknowledged: return acknowledged(a)
        case .rewritten: return rewritten(a)
        case .loseScripts:
            guard servers[a].isRunning, !servers[a].losesScript else { return false }
            servers[a].losesScript = true
        case .expireSessions: return write(.expireSessions, on: a)
        case .flush:
            guard !settings.assumptions.contains(.nobodyDestroys) else { return false }
            canon.remember(servers[a].dataset)
            guard write(.flush, on: a) else { return false }
            isBroken = true
        case .backUp:
            guard !settings.assumptions.contains(.nobodyDestroys), servers[a].isRunning else { return false }
            servers[a].backup = servers[a].dataset
        case .restore: return restore(a)
        default: return false
        }
        return true
    }

    /// A write from outside the nodes; on masters only.
    private mutating func write(_ write: DataServer.Write, on server: Int) -> Bool {
        guard servers[server].isRunning, servers[server].isMaster else { return false }
        servers[server].replay(write, limits: settings.limits, defects: settings.defects)
        return true
    }

    // MARK: Failures

    mutating func crash(_ server: Int) -> Bool {
        guard servers[server].isAlive else { return false }
        if servers[server].isRewriting {
            servers[server].isStale = true
            // Where all are old nobody knows the past any more, which nothing can promise to survive (docs/stream.md).
            if !settings.assumptions.contains(.staleStayBehind) || servers.allSatisfy(\.isStale) { isBroken = true }
        }
        coverage.crashed += 1
        if isBroken || settings.assumptions != .all { canon.remember(servers[server].dataset) }
        servers[server].isAlive = false
        servers[server].isFrozen = false
        processes[server] += 1
        if !settings.assumptions.contains(.durable) { isBroken = true }
        servers[server].dataset = servers[server].onDisk
        if settings.assumptions.contains(.durable) { servers[server].durable = nil }
        servers[server].isRewriting = false
        disconnectReplicas(of: server)
        servers[server].losesScript = false
        servers[server].upstream?.number = nil
        for node in nodes.indices where nodes[node].connection?.server == server {
            nodes[node].connection?.isBroken = true
        }
        strays.removeAll { $0.server == server }
        return true
    }

    /// With its own data; its offset and its reign are new, so replicas copy all of it.
    mutating func restart(_ server: Int, asReplica: Bool) -> Bool {
        guard !servers[server].isAlive else { return false }
        let staysBehind = servers[server].isStale && settings.assumptions.contains(.staleStayBehind)
        if staysBehind, server == master { return false }
        servers[server].isAlive = true
        servers[server].journal.removeAll()
        servers[server].reign = newReign()
        servers[server].earlierReign = -1
        if asReplica || staysBehind, server != master { servers[server].upstream = DataServer.UpLink(master: master) }
        checkServer(server)
        return true
    }

    private mutating func restore(_ server: Int) -> Bool {
        guard !settings.assumptions.contains(.nobodyDestroys), let backup = servers[server].backup, crash(server) else {
            return false
        }
        isBroken = true
        servers[server].dataset = backup
        servers[server].durable = nil
        servers[server].isStale = false
        return restart(server, asReplica: false)
    }

    mutating func newReign() -> Int {
        nextReign += 1
        return nextReign
    }

    // MARK: Sentinels

    /// Any running replica may be promoted, at any time: the master can be dead, frozen, cut off, or asked to go.
    mutating func failover(to server: Int) -> Bool {
        guard servers[server].isRunning, servers[server].upstream != nil else { return false }
        if servers[server].isStale, settings.assumptions.contains(.staleStayBehind) { return false }
        detach(server)
        servers[server].upstream = nil
        disconnectReplicas(of: server)
        servers[server].earlierReign = servers[server].reign
        servers[server].earlierOffset = servers[server].offset
        servers[server].reign = newReign()
        coverage.promoted += 1
        earlierMaster = master
        master = server
        return true
    }

    /// A sentinel tells a server to follow the one that was promoted last.
    mutating func reconfigure(_ server: Int) -> Bool {
        guard server != master, servers[server].isRunning, servers[server].upstream?.master != master else {
            return false
        }
        detach(server)
        servers[server].upstream = DataServer.UpLink(master: master)
        disconnectReplicas(of: server)
        return true
    }

    /// Its link ends from its side; the master sees that.
    private mutating func detach(_ server: Int) {
        guard let link = servers[server].upstream, let number = link.number else { return }
        servers[link.master].links.removeAll { $0.number == number }
        servers[server].upstream?.number = nil
    }

    /// Its replicas have to attach again.
    private mutating func disconnectReplicas(of server: Int) {
        for link in servers[server].links where servers[link.server].upstream?.number == link.number {
            servers[link.server].upstream?.number = nil
        }
        servers[server].links.removeAll()
    }

    // MARK: Replication

    /// Partial where the histories join, else a full copy, which is in memory until the file is rewritten.
    mutating func attach(_ server: Int) throws(Violation) -> Bool {
        guard servers[server].isRunning, let link = servers[server].upstream, link.number == nil, !link.isHeld,
            servers[link.master].isRunning, link.master != server, !replicates(link.master, from: server)
        else { return false }
        let master = link.master
        let number = nextLink
        nextLink += 1
        if !continues(server, master) {
            if settings.assumptions.contains(.durable) {
                if servers[server].durable == nil { servers[server].durable = servers[server].dataset }
                servers[server].isRewriting = true
            }
            disconnectReplicas(of: server)
            if isBroken { canon.remember(servers[server].dataset) }
            servers[server].dataset = servers[master].dataset
            servers[server].journal = servers[master].journal
        }
        servers[server].isStale = servers[master].isStale
        servers[server].reign = servers[master].reign
        servers[server].earlierReign = servers[master].earlierReign
        servers[server].earlierOffset = servers[master].earlierOffset
        servers[server].upstream?.number = number
        servers[master].links.append(
            DataServer.DownLink(server: server, number: number, isOnline: true, acknowledged: servers[server].offset)
        )
        checkServer(server)
        return true
    }

    private func replicates(_ server: Int, from other: Int) -> Bool {
        servers[server].upstream?.master == other
    }

    private func continues(_ server: Int, _ master: Int) -> Bool {
        let replica = servers[server]
        let source = servers[master]
        if replica.reign == source.reign { return replica.offset <= source.offset }
        return replica.reign == source.earlierReign && replica.offset <= source.earlierOffset
    }

    private mutating func cut(_ server: Int, noticed: Bool) -> Bool {
        guard let link = servers[server].upstream, let number = link.number else { return false }
        servers[server].upstream?.number = nil
        if noticed { servers[link.master].links.removeAll { $0.number == number } }
        return true
    }

    /// A master drops links whose other end is gone.
    private mutating func forget(_ server: Int) -> Bool {
        let before = servers[server].links.count
        guard servers[server].isRunning, before > 0 else { return false }
        let alive = servers[server].links.filter { servers[$0.server].upstream?.number == $0.number }
        servers[server].links = alive
        return alive.count != before
    }

    mutating func replicate(_ server: Int, count: Int) -> Bool {
        guard servers[server].isRunning, let link = servers[server].upstream, link.number != nil, !link.isHeld,
            servers[link.master].isRunning
        else { return false }
        let start = servers[server].offset
        let end = min(servers[link.master].offset, count == Int.max ? Int.max : start + count)
        guard start < end else { return false }
        for place in start..<end {
            let write = servers[link.master].journal[place]
            servers[server].replay(write, limits: settings.limits, defects: settings.defects)
        }
        return true
    }

    private mutating func acknowledge(_ server: Int) -> Bool {
        guard servers[server].isRunning, let link = servers[server].upstream, let number = link.number, !link.isHeld,
            let place = servers[link.master].links.firstIndex(where: { $0.number == number })
        else { return false }
        let known = servers[link.master].links[place].acknowledged
        guard servers[server].offset > known else { return false }
        servers[link.master].links[place].inCable = servers[server].offset
        return true
    }

    private mutating func acknowledged(_ server: Int) -> Bool {
        var happened = false
        for other in servers.indices where servers[other].isAlive {
            for place in servers[other].links.indices where servers[other].links[place].server == server {
                guard let offset = servers[other].links[place].inCable else { continue }
                servers[other].links[place].inCable = nil
                servers[other].links[place].acknowledged = max(servers[other].links[place].acknowledged, offset)
                happened = true
            }
        }
        return happened
    }

    private mutating func rewritten(_ server: Int) -> Bool {
        guard servers[server].isRunning else { return false }
        if settings.assumptions.contains(.durable) {
            guard servers[server].isRewriting else { return false }
            servers[server].durable = nil
            servers[server].isRewriting = false
        } else {
            servers[server].durable = servers[server].dataset
        }
        return true
    }

    /// Everything that replication can do without trouble.
    mutating func synchronize() {
        for server in servers.indices {
            _ = replicate(server, count: Int.max)
            _ = acknowledge(server)
            _ = acknowledged(server)
        }
    }
}
