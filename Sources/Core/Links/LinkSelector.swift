/// The edges that a fault or a hook means: `n2.sub`, `n2.redis`, `n2.discovery`, `n2.clients`, `c3`, `r2.replication`,
/// `s1.monitor`, `s1.gossip`; `nodes`, `clients`, `replicas` and `sentinels` in place of the name mean all of them.
package struct LinkSelector: Hashable, Sendable {
    /// Who connects; with ``Part/clients`` who is connected to.
    package enum Owner: Hashable, Sendable {
        case node(NodeID)
        case nodes
        case client(ClientID)
        case clients
        case replica(ServerID)
        case replicas
        case sentinel(SentinelID)
        case sentinels
    }

    package enum Part: String, Hashable, Sendable, CaseIterable {
        case sub, pub
        /// `sub` and `pub`.
        case redis
        case discovery
        /// The connections that clients, or the balancer, have to the node.
        case clients
        case replication, monitor, gossip
        /// All that the owner opens: the only part that a client has.
        case all
    }

    package var owner: Owner
    package var part: Part

    package init(_ owner: Owner, _ part: Part) {
        self.owner = owner
        self.part = part
    }

    package func contains(_ edge: LinkEdge) -> Bool {
        part == .clients ? edge.role == .client && isOwner(edge.to) : isOwner(edge.from) && hasRole(edge.role)
    }

    private func hasRole(_ role: LinkRole) -> Bool {
        switch part {
        case .all: true
        case .redis: role == .sub || role == .pub
        case .clients: false
        case .sub, .pub, .discovery, .replication, .monitor, .gossip: role.rawValue == part.rawValue
        }
    }

    private func isOwner(_ end: LinkEnd) -> Bool {
        switch (owner, end) {
        case (.node(let node), .node(let other)): node == other
        case (.client(let client), .client(let other)): client == other
        case (.replica(let server), .server(let other)): server == other
        case (.sentinel(let sentinel), .sentinel(let other)): sentinel == other
        case (.nodes, .node), (.clients, .client), (.clients, .clients), (.clients, .balancer),
            (.replicas, .server), (.sentinels, .sentinel):
            true
        default: false
        }
    }
}

extension LinkSelector: CustomStringConvertible {
    /// The form of scenario files.
    package var description: String {
        let name =
            switch owner {
            case .node(let node): node.description
            case .client(let client): client.description
            case .replica(let server): server.description
            case .sentinel(let sentinel): sentinel.description
            case .nodes: "nodes"
            case .clients: "clients"
            case .replicas: "replicas"
            case .sentinels: "sentinels"
            }
        return part == .all ? name : "\(name).\(part.rawValue)"
    }

    /// Parses the form of scenario files; nil when it is none.
    package init?(_ text: String) {
        let pieces = text.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
        guard (1...2).contains(pieces.count), let owner = Self.owner(pieces[0]) else { return nil }
        let part = pieces.count == 1 ? Part.all : Part(rawValue: pieces[1])
        guard let part, Self.parts(of: owner).contains(part), pieces.count == 1 || part != .all else { return nil }
        self.init(owner, part)
    }

    /// What can stand behind the dot; ``Part/all`` stands for no dot.
    package static func parts(of owner: Owner) -> [Part] {
        switch owner {
        case .node, .nodes: [.all, .sub, .pub, .redis, .discovery, .clients]
        case .client, .clients: [.all]
        case .replica, .replicas: [.replication]
        case .sentinel, .sentinels: [.all, .monitor, .gossip]
        }
    }

    private static func owner(_ text: String) -> Owner? {
        switch text {
        case "nodes": .nodes
        case "clients": .clients
        case "replicas": .replicas
        case "sentinels": .sentinels
        default:
            NodeID(text).map { .node($0) } ?? ClientID(text).map { .client($0) } ?? ServerID(text).map { .replica($0) }
                ?? SentinelID(text).map { .sentinel($0) }
        }
    }
}
