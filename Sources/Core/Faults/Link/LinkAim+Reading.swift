extension LinkAim {
    static let keys = ["link", "to"]
}

extension MappingReader {
    static let linkForm = "a link, for example n2.sub, n2.redis, n2.clients, c3, r2.replication or s1.monitor"

    /// A link by its name. Whether there is one is checked later.
    func link(_ key: String) -> LinkSelector? {
        guard let tree = self[key], let (text, _) = scalar(tree, key, expected: Self.linkForm) else { return nil }
        if let link = LinkSelector(text), link.description == text { return link }
        let owner = text.prefix { $0 != "." }
        let parts = LinkSelector(String(owner)).map { LinkSelector.parts(of: $0.owner) } ?? []
        let words = parts.filter { $0 != .all }.map { "\(owner).\($0.rawValue)" }
        report(
            tree.place,
            key,
            "\(path(of: key)) is no link: \(quote(text))",
            expected: Self.linkForm,
            nearest: NearestWord.of(text, in: words)
        )
        return nil
    }

    func linkAim() -> LinkAim? {
        let to = linkTarget("to")
        guard let link = link("link") else { return nil }
        return LinkAim(link, to: to)
    }

    /// Servers or sentinels towards which connections go.
    private func linkTarget(_ key: String) -> RedisTarget? {
        let expected = "master, replica, old-master, servers, sentinels, or one by its name: r1, s1"
        guard let tree = self[key], let (text, _) = scalar(tree, key, expected: expected) else { return nil }
        switch RedisTarget(text) {
        case .holder?, .all?, nil:
            report(tree.place, key, "\(path(of: key)) is no end of a link: \(quote(text))", expected: expected)
            return nil
        case let target?: return target.description == text ? target : nil
        }
    }

    /// How long an impairment lasts; nil until it is undone, or to the end of traffic.
    func lasting() -> Int? {
        duration("for", in: 1...ScenarioReader.longest)
    }
}

extension ScenarioValidation {
    func check(_ aim: LinkAim, _ path: String) {
        check(aim.link, "\(path).link")
        guard let target = aim.to else { return }
        switch target {
        case .server(let server): checkServer(server, "\(path).to")
        case .sentinel(let sentinel): checkSentinel(sentinel, "\(path).to")
        case .replica, .oldMaster:
            if scenario.redis.replicas == 0 { report("\(path).to", "\(path).to: this Redis has no replicas") }
        case .allSentinels:
            if scenario.redis.mode != .sentinel { report("\(path).to", "\(path).to: this Redis has no sentinels") }
        case .master, .holder, .allServers, .all: break
        }
        if aim.link.part == .clients || aim.link.isOfClients {
            report("\(path).to", "\(path).to: the connections of clients go to nodes, not to Redis")
        }
    }

    /// That the connections exist in this scenario.
    func check(_ link: LinkSelector, _ path: String) {
        switch link.owner {
        case .node(let node): checkNode(node, path)
        case .client(let client): checkClient(client, path)
        case .replica(let server): checkServer(server, path)
        case .sentinel(let sentinel): checkSentinel(sentinel, path)
        case .nodes, .clients: break
        case .replicas: checkHasReplicas(path)
        case .sentinels: checkHasSentinels("the sentinels", path)
        }
        switch link.part {
        case .discovery: checkHasSentinels("discovery", path)
        case .replication: checkHasReplicas(path)
        case .all, .sub, .pub, .redis, .clients, .monitor, .gossip: break
        }
    }

    func check(_ party: LinkParty, _ path: String) {
        switch party {
        case .one(.node(let node)): checkNode(node, path)
        case .one(.client(let client)): checkClient(client, path)
        case .one(.server(let server)): checkServer(server, path)
        case .one(.sentinel(let sentinel)): checkSentinel(sentinel, path)
        case .one(.balancer) where scenario.nodes.balancer == nil && reading.isSound("nodes.balancer"):
            report(path, "\(path): this scenario has no balancer")
        case .sentinels: checkHasSentinels("the sentinels", path)
        case .one, .nodes, .servers, .clients: break
        }
    }

    private func checkClient(_ client: ClientID, _ path: String) {
        let count = scenario.clients.count
        guard reading.isSound("clients.count", "clients.placement"), client.index >= count else { return }
        report(path, "\(path): there is no client \(client)", expected: "c1 to c\(count)")
    }

    private func checkServer(_ server: ServerID, _ path: String) {
        guard reading.isSound("redis"), server.index > scenario.redis.replicas else { return }
        let last = ServerID(index: scenario.redis.replicas)
        report(
            path,
            "\(path): there is no server \(server)",
            expected: last.index == 0 ? "r1" : "r1 to \(last)"
        )
    }

    private func checkSentinel(_ sentinel: SentinelID, _ path: String) {
        guard checkHasSentinels("\(sentinel)", path), sentinel.index >= scenario.redis.sentinel.count else { return }
        report(
            path,
            "\(path): there is no sentinel \(sentinel)",
            expected: "s1 to \(SentinelID(index: scenario.redis.sentinel.count - 1))"
        )
    }

    private func checkHasReplicas(_ path: String) {
        guard reading.isSound("redis"), scenario.redis.replicas == 0 else { return }
        report(
            path,
            "\(path): this Redis has no replicas",
            remedy: "write `redis: {mode: replica, replicas: 1}`"
        )
    }

    @discardableResult
    private func checkHasSentinels(_ what: String, _ path: String) -> Bool {
        guard reading.isSound("redis") else { return false }
        if scenario.redis.mode == .sentinel { return true }
        report(path, "\(path): there is no \(what) without sentinels", remedy: "write `redis: {mode: sentinel}`")
        return false
    }
}

extension LinkSelector {
    fileprivate var isOfClients: Bool {
        switch owner {
        case .client, .clients: true
        case .node, .nodes, .replica, .replicas, .sentinel, .sentinels: false
        }
    }
}
