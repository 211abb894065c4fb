import Core

/// Where nodes take the clients of this process, and how many are at each.
struct NodeDirectory {
    private let routing: ClientRouting
    private let balancer: UInt16?
    /// For everyone, in the order in which they were told.
    private var common: [NodeAddress] = []
    /// For one client only.
    private var own: [ClientID: [NodeID: NodeAddress]] = [:]
    /// Connections of this process by node, those being opened included.
    private var loads: [NodeID: Int] = [:]
    /// How often clients went to a well node.
    private var turn = 0

    init(_ settings: ClientSettings) {
        routing = settings.routing
        balancer = settings.balancer
        set(settings.nodes)
    }

    mutating func set(_ nodes: [NodeAddress]) {
        common = nodes.filter { $0.client == nil }
        own = [:]
        for address in nodes { if let client = address.client { own[client, default: [:]][address.node] = address } }
    }

    /// Where a client tries next; nil when there is nothing to go to.
    mutating func next(for client: ClientID, _ ring: inout NodeRing) -> NodeAddress? {
        if let balancer {
            var address = own[client]?.values.first ?? NodeAddress(node: .unknown, port: balancer)
            address.node = .unknown
            return address
        }
        let nodes = addresses(for: client).filter { ring.reaches($0) }
        if ring.course != nil || routing == .placed { return ring.next(in: nodes) }
        let chosen = routing == .leastConnections ? leastLoaded(nodes) : nextWell(nodes)
        if let chosen { ring.took(chosen.node) }
        return chosen
    }

    private func addresses(for client: ClientID) -> [NodeAddress] {
        guard let own = own[client] else { return common }
        let known = Set(common.map(\.node))
        let more = own.values.filter { !known.contains($0.node) }.sorted { $0.node < $1.node }
        return common.map { own[$0.node] ?? $0 } + more
    }

    private func leastLoaded(_ nodes: [NodeAddress]) -> NodeAddress? {
        nodes.min { loads[$0.node, default: 0] < loads[$1.node, default: 0] }
    }

    private mutating func nextWell(_ nodes: [NodeAddress]) -> NodeAddress? {
        let well = nodes.filter(\.isWell)
        let choice = well.isEmpty ? nodes : well
        guard !choice.isEmpty else { return nil }
        defer { turn += 1 }
        return choice[turn % choice.count]
    }

    mutating func enter(_ node: NodeID) { loads[node, default: 0] += 1 }

    mutating func leave(_ node: NodeID) { loads[node, default: 0] -= 1 }
}
