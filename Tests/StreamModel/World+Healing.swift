import Stream

extension World {
    /// Everything becomes whole and time passes: then nothing may be left undone.
    package mutating func heal() {
        guard violation == nil else { return }
        // Where all servers came back with old data there is nobody to go on from.
        guard servers.contains(where: { !$0.isStale }) else { return }
        mend()
        for turn in 0..<60 {
            everyoneTurns(turn)
            if violation != nil { return }
            if turn > 4, isDone { return }
        }
        if settings.assumptions == .all, !isDone {
            fail(Violation(.progress, "everything is whole, and yet: \(undone)"))
        }
    }

    private mutating func mend() {
        mendServers()
        for server in servers.indices { apply(Step(.rewritten, UInt8(server))) }
        for node in nodes.indices { apply(Step(.startNode, UInt8(node))) }
    }

    /// All servers run, one of them is the master, the others follow it.
    mutating func mendServers() {
        if servers[master].isStale, let other = servers.indices.first(where: { !servers[$0].isStale && $0 != master }) {
            if !servers[other].isAlive { _ = restart(other, asReplica: true) }
            servers[other].isFrozen = false
            if !failover(to: other) { master = other }
        }
        for server in servers.indices {
            if !servers[server].isAlive { _ = restart(server, asReplica: true) }
            servers[server].isFrozen = false
            servers[server].upstream?.isHeld = false
        }
        if !servers[master].isMaster { _ = failover(to: master) }
        for server in servers.indices where server != master {
            silently(.reconfigure, server)
            silently(.forget, master)
            silently(.attach, server)
        }
        synchronize()
    }

    /// A step within a step.
    private mutating func silently(_ kind: Step.Kind, _ a: Int, _ b: Int = 0) {
        let narration = narration
        self.narration = nil
        apply(Step(kind, UInt8(a), UInt8(b)))
        self.narration = narration
    }

    /// A node finds the master, and has some rounds there.
    mutating func follow(_ node: UInt8) {
        let node = Int(node)
        silently(.locate, node)
        silently(.connect, node)
        for _ in 0..<4 { silently(.round, node) }
    }

    /// What is in the cables of nodes, publishers and clients arrives.
    mutating func flow() {
        for publisher in publishers.indices {
            for _ in 0..<3 { silently(.request, publisher) }
        }
        for node in nodes.indices {
            for _ in 0..<2 { silently(.round, node) }
        }
        for publisher in publishers.indices {
            for _ in 0..<3 { silently(.answer, publisher) }
        }
        for client in clients.indices {
            for _ in 0..<2 { silently(.receive, client) }
        }
    }

    private mutating func everyoneTurns(_ turn: Int) {
        for server in servers.indices where server != master {
            silently(.attach, server)
            synchronize()
        }
        for node in nodes.indices {
            follow(UInt8(node))
            silently(.reply, node)
            // What a frozen server left unanswered times out.
            if turn % 8 == 7, nodes[node].connection.map({ !$0.commands.isEmpty }) ?? false { silently(.lose, node) }
            silently(.tick, node)
            silently(.refresh, node)
        }
        for publisher in publishers.indices {
            silently(.enterNode, publisher, publisher % nodes.count)
            for _ in 0..<6 { silently(.request, publisher) }
            for _ in 0..<6 { silently(.answer, publisher) }
            silently(.nudge, publisher)
        }
        for client in clients.indices {
            silently(.resume, client, client % nodes.count)
            silently(.begin, client, client % nodes.count)
            for _ in 0..<4 { silently(.receive, client) }
        }
    }

    private var isDone: Bool {
        guard let head = canon.branches.last?.head else { return false }
        return publishers.allSatisfy { $0.logic.openCount == 0 }
            && nodes.allSatisfy { $0.logic.commitIndex == head && $0.logic.ownOpenCount == 0 }
            && clients.allSatisfy { $0.position?.index == head && $0.cable.isEmpty }
    }

    private var undone: String {
        let head = canon.branches.last?.head ?? 0
        var parts = ["the log ends at \(head)"]
        for (number, publisher) in publishers.enumerated() where publisher.logic.openCount > 0 {
            parts.append("p\(number) has \(publisher.logic.openCount) messages without an outcome")
        }
        for (number, node) in nodes.enumerated() {
            if node.logic.commitIndex != head {
                parts.append("n\(number) knows \(node.logic.commitIndex) as committed")
            }
            if node.logic.ownOpenCount > 0 { parts.append("n\(number) has own messages without an outcome") }
        }
        for (number, client) in clients.enumerated() where client.position?.index != head {
            parts.append("c\(number) is at \(client.position.map { "\($0.index)" } ?? "no position")")
        }
        return parts.joined(separator: ", ")
    }
}

extension World {
    /// All is well: nodes follow, publishers have sessions and a message each in the log, clients are connected.
    package static func warm(_ settings: ModelSettings) -> World {
        var world = World(settings, seed: 1)
        for publisher in world.publishers.indices { world.apply(Step(.publish, UInt8(publisher))) }
        for turn in 0..<20 where !(turn > 2 && world.isDone) { world.everyoneTurns(turn) }
        for node in world.nodes.indices {
            for _ in 0..<3 { world.silently(.round, node) }
        }
        precondition(
            world.isDone && world.violation == nil,
            "no start: \(world.undone) \(String(describing: world.violation))"
        )
        for server in world.servers.indices {
            world.servers[server].isRewriting = false
            // What was there at the start is on disk in any case.
            world.servers[server].durable =
                settings.assumptions.contains(.durable) ? nil : world.servers[server].dataset
        }
        return world
    }
}
