// Whether what faults and triggers name is there. It is asked here only.
extension ScenarioValidation {
    /// A node of any application, or one that `node.add` brings.
    func checkNode(_ node: NodeID, _ path: String) {
        guard reading.isSound("nodes.count", "apps"), node.index >= nodesAtMost else { return }
        let counted =
            scenario.apps.isEmpty
            ? "nodes.count is \(scenario.nodes.count)" : "there are \(scenario.nodesAtStart) in all"
        report(path, "\(path): there is no node \(node); \(counted)", expected: Self.names("n", nodesAtMost))
    }

    /// A client of any application.
    func checkClient(_ client: ClientID, _ path: String) {
        guard reading.isSound("clients.count", "clients.placement", "apps"), client.index >= scenario.clientCount else {
            return
        }
        report(path, "\(path): there is no client \(client)", expected: Self.names("c", scenario.clientCount))
    }

    /// A Redis process that this topology has, or can come to have.
    func checkTarget(_ target: RedisTarget, _ path: String) {
        switch target {
        case .master, .allServers, .all: break
        case .replica where serverCount < 2: lacks("replica", path, remedy: Self.replicaRemedy)
        case .replica: break
        case .oldMaster where !canPromote:
            lacks("old master: nothing promotes a replica", path, remedy: "name the server, for example `r1`")
        case .oldMaster: break
        case .server(let server): checkServer(server, path)
        case .sentinel(let sentinel): checkSentinel(sentinel, path)
        case .holder(let node, _): checkNode(node, path)
        case .allSentinels where sentinelCount == 0: lacks("sentinels", path, remedy: Self.sentinelRemedy)
        case .allSentinels: break
        }
        guard scenario.redis.url != nil, target != .master, reading.isSound("redis") else { return }
        report(path, "\(path): of a Redis that is given only its address is known", expected: "master")
    }

    /// An edge that this topology has, or can come to have.
    func checkLink(_ link: LinkSelector, _ path: String) {
        switch link.owner {
        case .node(let node): checkNode(node, path)
        case .client(let client): checkClient(client, path)
        case .replica(let server): checkReplication(of: server, path)
        case .replicas where serverCount < 2: lacks("replica", path, remedy: Self.replicaRemedy)
        case .sentinel(let sentinel): checkSentinel(sentinel, path)
        case .sentinels where sentinelCount == 0: lacks("sentinels", path, remedy: Self.sentinelRemedy)
        case .nodes, .clients, .replicas, .sentinels: break
        }
        switch link.part {
        case .discovery where sentinelCount == 0:
            lacks("sentinels, so nodes ask none", path, remedy: Self.sentinelRemedy)
        case .gossip where sentinelCount == 1:
            lacks("second sentinel to talk to", path, remedy: "write `redis: {sentinels: 3}`")
        case .sub, .pub, .redis, .discovery, .clients, .replication, .monitor, .gossip, .all: break
        }
    }

    private func checkServer(_ server: ServerID, _ path: String) {
        guard reading.isSound("redis"), scenario.redis.url == nil, server.index >= serverCount else { return }
        report(
            path,
            "\(path): there is no server \(server)",
            expected: Self.names("r", serverCount),
            remedy: serverCount > 1 ? "or raise `redis.replicas`" : Self.replicaRemedy
        )
    }

    private func checkReplication(of server: ServerID, _ path: String) {
        guard serverCount > 1 else { return lacks("replica", path, remedy: Self.replicaRemedy) }
        checkServer(server, path)
        guard server.index == 0, !canPromote, reading.isSound("redis", "faults") else { return }
        report(path, "\(path): r1 stays the master, so it never replicates", expected: Self.names("r", serverCount))
    }

    private func checkSentinel(_ sentinel: SentinelID, _ path: String) {
        guard sentinelCount > 0 else { return lacks("sentinels", path, remedy: Self.sentinelRemedy) }
        guard reading.isSound("redis"), sentinel.index >= sentinelCount else { return }
        report(path, "\(path): there is no sentinel \(sentinel)", expected: Self.names("s", sentinelCount))
    }

    private func lacks(_ what: String, _ path: String, remedy: String) {
        guard reading.isSound("redis", "faults"), scenario.redis.url == nil else { return }
        report(path, "\(path): this Redis has no \(what)", remedy: remedy)
    }

    private static let replicaRemedy = "write `redis: {mode: replica, replicas: 2}`"
    private static let sentinelRemedy = "write `redis: {mode: sentinel}`"

    /// `n1`, `n1 or n2`, `n1 to n5`.
    static func names(_ letter: String, _ count: Int) -> String {
        switch count {
        case ...1: "\(letter)1"
        case 2: "\(letter)1 or \(letter)2"
        default: "\(letter)1 to \(letter)\(count)"
        }
    }
}

// How much of everything there is.
extension ScenarioValidation {
    /// With those that faults add.
    var nodesAtMost: Int { scenario.nodesAtMost }

    /// Data servers.
    var serverCount: Int { scenario.redis.mode == .standalone ? 1 : 1 + scenario.redis.replicas }

    var sentinelCount: Int { scenario.redis.mode == .sentinel ? scenario.redis.sentinel.count : 0 }

    /// Another server can become the master.
    var canPromote: Bool {
        guard serverCount > 1 else { return false }
        return scenario.redis.mode == .sentinel
            || scenario.faults.contains { ["redis.promote", "redis.detach"].contains($0.fault.verb) }
    }
}
