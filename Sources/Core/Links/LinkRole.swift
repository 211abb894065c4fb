/// What the connections of an edge are for.
package enum LinkRole: String, Hashable, Sendable, CaseIterable, Comparable {
    /// A node's subscription in Redis.
    case sub
    /// A node's commands to Redis.
    case pub
    /// A node's questions to the sentinels.
    case discovery
    /// A replica to its master.
    case replication
    /// A sentinel to the data servers that it watches.
    case monitor
    /// A sentinel to another one.
    case gossip
    /// A client, or the balancer, to a node.
    case client

    package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension LinkRole {
    /// What a connection between these two is for; nil where it could be several things.
    package init?(from: LinkEnd, to: LinkEnd) {
        switch (from, to) {
        case (.server, .server): self = .replication
        case (.sentinel, .server): self = .monitor
        case (.sentinel, .sentinel): self = .gossip
        case (.node, .sentinel): self = .discovery
        case (.client, _), (.clients, _), (.balancer, .node): self = .client
        default: return nil
        }
    }
}
