/// What a fault can bring about, as far as its verb and its target tell. In doubt it can: this is for refusing what surely
/// never happens.
extension AnyFault {
    /// `redis`, `link`, `node` ...
    private var area: Substring { verb.prefix { $0 != "." } }

    /// They change data, and no connection notices.
    private static let quietVerbs: Set = ["redis.snapshot", "redis.script-flush", "redis.set-key", "redis.flush"]

    /// The subscription of this node, or of any.
    func canDeafen(_ node: NodeID?) -> Bool {
        switch area {
        case "redis", "sentinel": !Self.quietVerbs.contains(verb)
        case "node":
            if let own = NodeID(target), let node { own == node } else { true }
        case "link": touches(value.links) { $0.isOfNode(node) || $0.isOfRedis }
        case "client": false
        default: true
        }
    }

    /// To another server, by the sentinels.
    var canMoveMaster: Bool {
        switch area {
        case "sentinel": true
        case "redis": !Self.quietVerbs.contains(verb) && !["redis.kill-clients", "redis.start"].contains(verb)
        case "link": touches(value.links, \.isOfRedis)
        default: false
        }
    }

    /// In the eyes of the sentinels.
    var canHideMaster: Bool { canMoveMaster && verb != "sentinel.failover" }

    /// The connection of this client.
    func canCut(_ client: ClientID) -> Bool {
        switch area {
        case "redis", "sentinel": false
        case "link": touches(value.links) { $0.isOfClient(client) }
        case "client":
            if case .named(let clients)? = (value as? ClientDrop)?.clients { clients.contains(client) } else { true }
        default: true
        }
    }

    private func touches(_ links: [LinkSelector], _ isMeant: (LinkSelector) -> Bool) -> Bool {
        links.isEmpty || links.contains(where: isMeant)
    }
}

extension LinkSelector {
    /// It leads from this node, or from any, to Redis or the sentinels.
    fileprivate func isOfNode(_ node: NodeID?) -> Bool {
        guard part != .clients else { return false }
        return switch owner {
        case .nodes: true
        case .node(let own): node == nil || own == node
        default: false
        }
    }

    /// It leads from a replica or a sentinel.
    fileprivate var isOfRedis: Bool {
        switch owner {
        case .replica, .replicas, .sentinel, .sentinels: true
        case .node, .nodes, .client, .clients: false
        }
    }

    fileprivate func isOfClient(_ client: ClientID) -> Bool {
        switch owner {
        case .client(let own): own == client
        case .clients: true
        case .node, .nodes: part == .clients
        case .replica, .replicas, .sentinel, .sentinels: false
        }
    }
}
