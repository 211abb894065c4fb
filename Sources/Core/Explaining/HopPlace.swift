/// Where a violation came about, and why, as far as it is on record: what violations are grouped by.
struct HopPlace: Hashable {
    var hop: Hop
    /// The node at which it went wrong, or whose connection it was; 0 is unknown.
    var node: UInt32
    var condition: HopCondition?
    var evidence: Evidence

    init(_ hop: Hop, _ node: UInt32 = 0, _ condition: HopCondition? = nil, _ evidence: Evidence = .hops) {
        self.hop = hop
        self.node = node
        self.condition = condition
        self.evidence = evidence
    }

    /// Nothing on record tells.
    static func unknown(_ node: UInt32, _ condition: HopCondition?, _ evidence: Evidence = .hops) -> HopPlace {
        HopPlace(.unknown, node, condition, evidence)
    }

    /// The place for people: `Redis -> n2`, `n1`, `n2 -> c7`. `client` is the only one that it befell.
    func words(client: ClientID?) -> String {
        let name = node > 0 ? "n\(node)" : "the node"
        let receiver = client.map { "\($0)" } ?? "clients"
        return switch hop {
        case .publisher: "publisher"
        case .publisherToNode: "publisher -> \(name)"
        case .sendingNode, .receivingNode: name
        case .nodeToRedis: "\(name) -> Redis"
        case .redis: "Redis"
        case .redisToNode: "Redis -> \(name)"
        case .nodeToClient: "\(name) -> \(receiver)"
        case .client: receiver
        case .unknown: "unknown"
        }
    }
}
