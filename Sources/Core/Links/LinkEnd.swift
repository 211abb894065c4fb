/// A process at one end of an edge.
package enum LinkEnd: Hashable, Sendable, Comparable {
    case client(ClientID)
    /// The clients that no fault names one by one: they share a link.
    case clients
    case node(NodeID)
    case server(ServerID)
    case sentinel(SentinelID)
    /// The balancer in front of the nodes.
    case balancer
}

extension LinkEnd: CustomStringConvertible {
    package var description: String {
        switch self {
        case .client(let client): client.description
        case .clients: "clients"
        case .node(let node): node.description
        case .server(let server): server.description
        case .sentinel(let sentinel): sentinel.description
        case .balancer: "balancer"
        }
    }
}

extension LinkEnd {
    /// By its name; the balancer and the nameless clients too.
    package init?(_ text: String) {
        switch text {
        case "balancer": self = .balancer
        case "clients": self = .clients
        default:
            if let node = NodeID(text) {
                self = .node(node)
            } else if let client = ClientID(text) {
                self = .client(client)
            } else if let server = ServerID(text) {
                self = .server(server)
            } else if let sentinel = SentinelID(text) {
                self = .sentinel(sentinel)
            } else {
                return nil
            }
        }
    }
}
