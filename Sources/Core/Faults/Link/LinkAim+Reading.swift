extension LinkAim {
    static let keys = ["link", "to"]
}

extension MappingReader {
    func linkAim() -> LinkAim? {
        let to = linkEnds("to")
        guard let link = linkSelector("link") else { return nil }
        return LinkAim(link, to: to)
    }

    /// Servers or sentinels towards which connections go.
    private func linkEnds(_ key: String) -> RedisTarget? {
        guard let target = redisTarget(key) else { return nil }
        switch target {
        case .master, .replica, .oldMaster, .server, .sentinel, .allServers, .allSentinels: return target
        case .holder, .all:
            report(
                place(of: key),
                key,
                "\(path(of: key)) is no end of a link: \(quote(target.description))",
                expected: "master, replica, old-master, servers, sentinels, or one by its name: r1, s1"
            )
            return nil
        }
    }

    /// How long an impairment lasts; nil until it is undone, or to the end of traffic.
    func lasting() -> Int? {
        duration("for", in: 1...ScenarioReader.longest)
    }
}

extension ScenarioValidation {
    func check(_ aim: LinkAim, _ path: String) {
        checkLink(aim.link, "\(path).link")
        guard let target = aim.to else { return }
        checkTarget(target, "\(path).to")
        if aim.link.carriesWebSocket {
            report("\(path).to", "\(path).to: the connections of clients go to nodes, not to Redis")
        }
    }

    func check(_ party: LinkParty, _ path: String) {
        switch party {
        case .one(.node(let node)): checkNode(node, path)
        case .one(.client(let client)): checkClient(client, path)
        case .one(.server(let server)): checkTarget(.server(server), path)
        case .one(.sentinel(let sentinel)): checkTarget(.sentinel(sentinel), path)
        case .one(.balancer) where scenario.nodes.balancer == nil && reading.isSound("nodes.balancer"):
            report(path, "\(path): this scenario has no balancer")
        case .sentinels: checkTarget(.allSentinels, path)
        case .one, .nodes, .servers, .clients: break
        }
    }
}
