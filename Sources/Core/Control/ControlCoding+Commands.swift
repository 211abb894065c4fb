extension ClientCommand: Codable {
    private enum Key: String, CodingKey {
        case command, nodes, fault, withinMilliseconds, sentinels
    }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let name = try fields.decode(String.self, forKey: .command)
        switch name {
        case "connect": self = .connect
        case "start": self = .start
        case "nodes": self = .nodes(try fields.decode([NodeAddress].self, forKey: .nodes))
        case "undo": self = .undo(fault: try fields.decode(Int.self, forKey: .fault))
        case "finish": self = .finish(withinMilliseconds: try fields.decode(Int.self, forKey: .withinMilliseconds))
        case "probeNodes":
            self = .probeNodes(
                try fields.decode([NodeAddress].self, forKey: .nodes),
                withinMilliseconds: try fields.decode(Int.self, forKey: .withinMilliseconds)
            )
        case "settle": self = .settle(try fields.decode([SentinelResult].self, forKey: .sentinels))
        case "probe": self = .probe(withinMilliseconds: try fields.decode(Int.self, forKey: .withinMilliseconds))
        case "stop": self = .stop
        default:
            guard let action = try ClientAction(named: name, from: decoder) else {
                throw unknown(name, Key.command, in: fields)
            }
            self = .act(fault: try fields.decode(Int.self, forKey: .fault), action)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(name, forKey: .command)
        switch self {
        case .connect, .start, .stop: break
        case .nodes(let nodes): try fields.encode(nodes, forKey: .nodes)
        case .act(let fault, let action):
            try fields.encode(fault, forKey: .fault)
            try action.encodeFields(to: encoder)
        case .undo(let fault): try fields.encode(fault, forKey: .fault)
        case .finish(let withinMilliseconds), .probe(let withinMilliseconds):
            try fields.encode(withinMilliseconds, forKey: .withinMilliseconds)
        case .probeNodes(let nodes, let withinMilliseconds):
            try fields.encode(nodes, forKey: .nodes)
            try fields.encode(withinMilliseconds, forKey: .withinMilliseconds)
        case .settle(let sentinels): try fields.encode(sentinels, forKey: .sentinels)
        }
    }

    private var name: String {
        switch self {
        case .connect: "connect"
        case .start: "start"
        case .nodes: "nodes"
        case .act(_, let action): action.name
        case .undo: "undo"
        case .finish: "finish"
        case .probeNodes: "probeNodes"
        case .settle: "settle"
        case .probe: "probe"
        case .stop: "stop"
        }
    }
}

extension ClientAction {
    private enum Key: String, CodingKey {
        case clients, group, periodMilliseconds, returns, node, publishers, bursts, size, audience, ratePerSecond
    }

    /// Nil when there is no action of this name.
    fileprivate init?(named name: String, from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        func clients() throws -> [ClientID] { try fields.decode([ClientID].self, forKey: .clients) }
        func publishers() throws -> [PublisherID] { try fields.decode([PublisherID].self, forKey: .publishers) }
        func optional<Value: Decodable>(_ key: Key) throws -> Value? {
            try fields.decodeIfPresent(Value.self, forKey: key)
        }
        switch name {
        case "drop": self = .drop(try ClientDropOrder(from: decoder))
        case "freeze": self = .freeze(try clients())
        case "join": self = .join(try clients(), group: try fields.decode(AudienceNumber.self, forKey: .group))
        case "leave": self = .leave(try clients(), group: try fields.decode(AudienceNumber.self, forKey: .group))
        case "churn":
            let period = try fields.decode(Int.self, forKey: .periodMilliseconds)
            self = .churn(try clients(), group: try optional(.group), periodMilliseconds: period)
        case "close": self = .close(try clients(), returns: try fields.decode(Bool.self, forKey: .returns))
        case "open": self = .open(try clients(), node: try optional(.node))
        case "burst":
            let bursts = try fields.decode([PublisherBurst].self, forKey: .bursts)
            self = .burst(bursts, size: try optional(.size), audience: try optional(.audience))
        case "pause": self = .pause(try publishers())
        case "pace":
            self = .pace(try publishers(), ratePerSecond: try optional(.ratePerSecond), size: try optional(.size))
        default: return nil
        }
    }

    fileprivate func encodeFields(to encoder: any Encoder) throws {
        if case .drop(let order) = self { return try order.encode(to: encoder) }
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .drop: break
        case .freeze(let clients): try fields.encode(clients, forKey: .clients)
        case .join(let clients, let group), .leave(let clients, let group):
            try fields.encode(clients, forKey: .clients)
            try fields.encode(group, forKey: .group)
        case .churn(let clients, let group, let periodMilliseconds):
            try fields.encode(clients, forKey: .clients)
            try fields.encodeIfPresent(group, forKey: .group)
            try fields.encode(periodMilliseconds, forKey: .periodMilliseconds)
        case .close(let clients, let returns):
            try fields.encode(clients, forKey: .clients)
            try fields.encode(returns, forKey: .returns)
        case .open(let clients, let node):
            try fields.encode(clients, forKey: .clients)
            try fields.encodeIfPresent(node, forKey: .node)
        case .burst(let bursts, let size, let audience):
            try fields.encode(bursts, forKey: .bursts)
            try fields.encodeIfPresent(size, forKey: .size)
            try fields.encodeIfPresent(audience, forKey: .audience)
        case .pause(let publishers): try fields.encode(publishers, forKey: .publishers)
        case .pace(let publishers, let ratePerSecond, let size):
            try fields.encode(publishers, forKey: .publishers)
            try fields.encodeIfPresent(ratePerSecond, forKey: .ratePerSecond)
            try fields.encodeIfPresent(size, forKey: .size)
        }
    }

    fileprivate var name: String {
        switch self {
        case .drop: "drop"
        case .freeze: "freeze"
        case .join: "join"
        case .leave: "leave"
        case .churn: "churn"
        case .close: "close"
        case .open: "open"
        case .burst: "burst"
        case .pause: "pause"
        case .pace: "pace"
        }
    }
}
