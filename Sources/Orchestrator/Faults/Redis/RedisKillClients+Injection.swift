import Core
import Redis

extension RedisKillClients: InjectableFault {
    /// Seen when CLIENT LIST has the connections no more; healed when the nodes that had one have it again, on whichever
    /// server.
    func inject(_ work: FaultWork) async throws {
        var killed: [String] = []
        for door in try await work.fleet.redisDoors(redis) {
            try await door.talk { client in
                let meant = try await client.clientList().filter { isMeant($0, work.plan.scenario.nodes.backplane) }
                let ids = meant.compactMap { $0["id"] }
                for id in ids { try await client.send("CLIENT", "KILL", "ID", id) }
                let left = Set(try await client.clientList().compactMap { $0["id"] })
                guard left.isDisjoint(with: ids) else {
                    throw FaultFailure(reason: "\(door.name) still has connections that it was told to close")
                }
                killed += meant.compactMap { $0["name"] }
            }
        }
        guard !killed.isEmpty else { throw FaultFailure(reason: "\(target) had no such connection to close") }
        try await work.observed()
        try await work.healing()
        // The two that every node keeps up; others come and go.
        let kept = [LinkRole.sub.rawValue, LinkRole.pub.rawValue]
        let awaited = Set(killed).filter { Self.parts(of: $0).map { kept.contains($0.role) } ?? false }
        try await work.eventually("the return of \(awaited.sorted().joined(separator: ", "))") {
            let here = try await work.connectionNames()
            return awaited.allSatisfy { name in
                let isGone = Self.node(of: name).map { node in
                    work.board.value.nodes.indices.contains(node.index)
                        && work.board.value.nodes[node.index].isDownOnPurpose
                }
                return here.contains(name) || isGone == true
            }
        }
        try await work.healed()
    }

    private func isMeant(_ client: [String: String], _ backplane: BackplaneKind) -> Bool {
        let (name, flags) = (client["name"] ?? "", client["flags"] ?? "")
        guard client["user"] != HarnessLogin.user, !RedisDoor.exempt.contains(name) else { return false }
        // Replicas and masters.
        guard !flags.contains("S"), !flags.contains("M") else { return false }
        if let node, Self.node(of: name) != node { return false }
        let isListening =
            switch backplane {
            case .signalr, .pubsub: flags.contains("P")
            // Nobody subscribes; the connection on which a node waits for news of the log is what is meant.
            case .stream: flags.contains("P") || Self.parts(of: name).map { $0.role == LinkRole.sub.rawValue } ?? false
            }
        return switch kind {
        case .all: true
        case .pubsub: isListening
        case .normal: !isListening
        }
    }

    /// Whose connection it is, by the name that nodes give theirs: `rollcall-n2-sub`.
    private static func node(of name: String) -> NodeID? { parts(of: name)?.node }

    private static func parts(of name: String) -> (node: NodeID, role: String)? {
        let parts = name.split(separator: "-")
        guard parts.count == 3, parts[0] == "rollcall", let node = NodeID(parts[1]) else { return nil }
        return (node, String(parts[2]))
    }
}

extension FaultWork {
    /// The names of all connections that the data servers have.
    func connectionNames() async throws -> Set<String> {
        var names: Set<String> = []
        for door in fleet.dataServers.filter({ $0.state == .running }).map(\.door) {
            let clients = try? await door.talk(timeout: RedisTopology.roleTimeout) { try await $0.clientList() }
            names.formUnion(clients?.compactMap { $0["name"] } ?? [])
        }
        return names
    }
}
