/// Which Redis process a fault means. Roles are looked up when the fault happens.
package enum RedisTarget: Hashable, Sendable {
    /// The present master; the only server of a standalone Redis.
    case master
    /// The first replica of the present master that runs.
    case replica
    /// The server that was the master before the last change.
    case oldMaster
    case server(ServerID)
    case sentinel(SentinelID)
    /// The server to which this connection of a node goes now: `n2.sub` or `n2.pub`.
    case holder(NodeID, LinkRole)
    case allServers
    case allSentinels
    /// Data servers and sentinels.
    case all
}

extension RedisTarget: CustomStringConvertible {
    /// The form of scenario files: `master`, `replica`, `old-master`, `r2`, `s1`, `n2.sub`, `servers`, `sentinels`, `all`.
    package var description: String {
        switch self {
        case .master: "master"
        case .replica: "replica"
        case .oldMaster: "old-master"
        case .server(let server): server.description
        case .sentinel(let sentinel): sentinel.description
        case .holder(let node, let role): "\(node).\(role.rawValue)"
        case .allServers: "servers"
        case .allSentinels: "sentinels"
        case .all: "all"
        }
    }

    package init?(_ text: String) {
        switch text {
        case "master": self = .master
        case "replica": self = .replica
        case "old-master": self = .oldMaster
        case "servers": self = .allServers
        case "sentinels": self = .allSentinels
        case "all": self = .all
        default:
            if let server = ServerID(text) {
                self = .server(server)
            } else if let sentinel = SentinelID(text) {
                self = .sentinel(sentinel)
            } else if case .some(let selector) = LinkSelector(text), case .node(let node) = selector.owner,
                selector.part == .sub || selector.part == .pub
            {
                self = .holder(node, selector.part == .sub ? .sub : .pub)
            } else {
                return nil
            }
        }
    }
}
