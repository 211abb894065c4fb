// Whether what a run is to see can happen in it, and whether what is to pass a link does.
extension ScenarioValidation {
    func checkSight(_ sight: RunSight, ofFault index: Int, _ path: String) {
        let place = isWritten("\(path).when.see") ? "\(path).when.see" : "\(path).when"
        guard isThere(sight, path, place), reading.isSound("faults", "redis", "nodes", "clients", "traffic", "apps")
        else {
            return
        }
        let others = scenario.faults.enumerated().filter { $0.offset != index }.map(\.element.fault)
        let (canHappen, remedy): (Bool, String) =
            switch sight {
            case .switchMaster: (others.contains(where: \.canMoveMaster), "add a fault that takes the master away")
            case .masterDown: (others.contains(where: \.canHideMaster), "add a fault that takes the master away")
            case .subscribed:
                (isCongested || others.contains { $0.canDeafen(nil) }, "add a fault on Redis, a node or its link")
            case .deaf(let node):
                (isCongested || others.contains { $0.canDeafen(node) }, "add a fault on Redis, on \(node) or its link")
            case .ready(let node):
                (
                    isCongested || node.index >= scenario.nodesAtStart || others.contains { $0.canDeafen(node) },
                    "add a fault on Redis, on \(node) or its link: it is ready when traffic begins"
                )
            case .reconnecting(let client):
                (others.contains { $0.canCut(client) }, "add a fault on \(client), a node or a link between them")
            }
        guard !canHappen else { return }
        report(place, "\(path) would never happen: no other fault can bring about `\(sight)`", remedy: remedy)
    }

    /// False when the run has nothing that this could be seen of; that is told then.
    private func isThere(_ sight: RunSight, _ path: String, _ place: String) -> Bool {
        switch sight {
        case .switchMaster, .masterDown:
            guard sentinelCount == 0 else { return true }
            guard reading.isSound("redis") else { return false }
            report(place, "\(path): no sentinels watch this Redis", remedy: "write `redis: {mode: sentinel}`")
            return false
        case .subscribed(let count):
            guard count > nodesAtMost else { return true }
            guard reading.isSound("nodes.count", "apps") else { return false }
            report(
                place,
                "\(path) would never happen: there are \(nodesAtMost) nodes",
                expected: nodesAtMost == 1 ? "1 subscribed" : "1 to \(nodesAtMost) subscribed"
            )
            return false
        case .deaf(let node), .ready(let node):
            checkNode(node, place)
            return node.index < nodesAtMost
        case .reconnecting(let client):
            checkClient(client, place)
            guard client.index < scenario.clientCount, scenario.clients.reconnect == .never else {
                return client.index < scenario.clientCount
            }
            report(
                place,
                "\(path) would never happen: clients that lost their connection stay away",
                remedy: "write `clients: {reconnect: resume}`"
            )
            return false
        }
    }

    /// Redis itself may close subscriptions, without any fault: what it keeps for a reader is bounded.
    private var isCongested: Bool {
        let directives: Set = ["client-output-buffer-limit", "maxmemory-clients", "maxclients", "timeout"]
        let bytes = (scenario.traffic + scenario.apps.flatMap(\.traffic)).reduce(0.0) {
            $0 + Double($1.count) * Double($1.size)
        }
        return bytes >= 8_000_000 || !directives.isDisjoint(with: scenario.redis.config.keys)
    }
}

extension ScenarioValidation {
    func checkHook(_ hook: LinkHook, _ path: String) {
        checkLink(hook.link, "\(path).hook.link")
        checkEvent(hook.event, on: hook.link, "\(path).hook")
        guard hook.event == .connect, scenario.faults.count == 1, reading.isSound("faults") else { return }
        report(
            "\(path).hook",
            "\(path) would never happen: everything is connected when traffic begins, and nothing else is broken",
            remedy: "add a fault that makes \(hook.link) connect again"
        )
    }

    /// A command that is never sent on this link.
    func checkEvent(_ event: LinkHook.Event, on link: LinkSelector, _ path: String) {
        guard case .command(let name?) = event else { return }
        guard !link.carriesWebSocket else {
            return report("\(path).name", "\(path).name: messages of clients have no names", remedy: "remove it")
        }
        guard let known = commands(on: link), !known.contains(name),
            reading.isSound("nodes.backplane")
        else { return }
        let backplane = scenario.nodes.backplane.rawValue
        report(
            "\(path).name",
            "\(path).name: with the backplane \(backplane), \(name) is never sent on \(link)",
            expected: MappingReader.list(known.sorted())
        )
    }

    /// What our own nodes send to Redis; nil where others decide it.
    private func commands(on link: LinkSelector) -> Set<String>? {
        switch link.owner {
        case .client, .clients, .replica, .replicas, .sentinel, .sentinels: return nil
        case .node, .nodes: break
        }
        let publishing: Set =
            switch scenario.nodes.backplane {
            case .signalr: ["EVAL", "EVALSHA", "SCRIPT"]
            case .pubsub: ["PUBLISH"]
            case .stream: ["CONFIG", "EVAL", "HMGET", "WAIT", "XRANGE"]
            }
        let subscribing: Set =
            switch scenario.nodes.backplane {
            case .signalr, .pubsub: ["SUBSCRIBE", "UNSUBSCRIBE"]
            case .stream: ["XREAD"]
            }
        return switch link.part {
        case .sub: Self.greetings.union(subscribing)
        case .pub: Self.greetings.union(publishing)
        case .redis: Self.greetings.union(subscribing).union(publishing)
        case .all, .discovery, .clients, .replication, .monitor, .gossip: nil
        }
    }

    /// On every connection to Redis.
    private static let greetings: Set = ["AUTH", "CLIENT", "HELLO", "INFO", "PING", "ROLE", "SELECT"]
}
