// The JSON of a balancer's control lines, in the form of all others.

extension BalancerEvent: Codable {
    private enum Key: String, CodingKey { case event, port, node, isUp, reason, nodes, message, code }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(String.self, forKey: .event) {
        case "listening": self = .listening(port: try fields.decode(UInt16.self, forKey: .port))
        case "health":
            self = .health(
                node: try fields.decode(NodeID.self, forKey: .node),
                isUp: try fields.decode(Bool.self, forKey: .isUp),
                reason: try fields.decode(String.self, forKey: .reason)
            )
        case "status": self = .status(try fields.decode([BalancedNode].self, forKey: .nodes))
        case "failed":
            self = .failed(
                message: try fields.decode(String.self, forKey: .message),
                code: try fields.decode(ExitCode.self, forKey: .code)
            )
        case let name: throw unknown(name, Key.event, in: fields)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .listening(let port):
            try fields.encode("listening", forKey: .event)
            try fields.encode(port, forKey: .port)
        case .health(let node, let isUp, let reason):
            try fields.encode("health", forKey: .event)
            try fields.encode(node, forKey: .node)
            try fields.encode(isUp, forKey: .isUp)
            try fields.encode(reason, forKey: .reason)
        case .status(let nodes):
            try fields.encode("status", forKey: .event)
            try fields.encode(nodes, forKey: .nodes)
        case .failed(let message, let code):
            try fields.encode("failed", forKey: .event)
            try fields.encode(message, forKey: .message)
            try fields.encode(code, forKey: .code)
        }
    }
}

extension BalancerCommand: Codable {
    private enum Key: String, CodingKey { case command, nodes }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch try fields.decode(String.self, forKey: .command) {
        case "nodes": self = .nodes(try fields.decode([NodeAddress].self, forKey: .nodes))
        case "status": self = .status
        case "stop": self = .stop
        case let name: throw unknown(name, Key.command, in: fields)
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .nodes(let nodes):
            try fields.encode("nodes", forKey: .command)
            try fields.encode(nodes, forKey: .nodes)
        case .status: try fields.encode("status", forKey: .command)
        case .stop: try fields.encode("stop", forKey: .command)
        }
    }
}
