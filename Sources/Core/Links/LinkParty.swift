/// Who stands on a side of a partition: one process, or all of a kind.
package enum LinkParty: Hashable, Sendable {
    case one(LinkEnd)
    case nodes, servers, sentinels, clients

    package func contains(_ end: LinkEnd) -> Bool {
        switch (self, end) {
        case (.one(let own), _): own == end
        case (.nodes, .node), (.servers, .server), (.sentinels, .sentinel), (.clients, .client), (.clients, .clients):
            true
        default: false
        }
    }

    /// Whether somebody can be both.
    package func overlaps(_ other: Self) -> Bool {
        if self == other { return true }
        switch (self, other) {
        case (.one(let end), _): return other.contains(end)
        case (_, .one(let end)): return contains(end)
        default: return false
        }
    }
}

extension LinkParty: CustomStringConvertible {
    /// The form of scenario files.
    package var description: String {
        switch self {
        case .one(let end): end.description
        case .nodes: "nodes"
        case .servers: "servers"
        case .sentinels: "sentinels"
        case .clients: "clients"
        }
    }

    package init?(_ text: String) {
        switch text {
        case "nodes": self = .nodes
        case "servers": self = .servers
        case "sentinels": self = .sentinels
        case "clients": self = .clients
        default:
            guard let end = LinkEnd(text), end.description == text else { return nil }
            self = .one(end)
        }
    }
}
