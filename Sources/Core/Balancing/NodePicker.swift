/// Which node gets the next connection: the policy of a balancer. Time and chance are arguments.
package struct NodePicker: Sendable {
    package struct Entry: Hashable, Sendable {
        package var address: NodeAddress
        package var isUp = true
        /// That are open now.
        package var connections = 0
        /// That it ever got.
        package var total = 0
    }

    /// In the order in which they were named.
    package private(set) var entries: [Entry] = []
    private let policy: BalancerSpec.Policy
    private var random: SeededGenerator
    /// Of the node that was chosen in turn last.
    private var last: NodeID?

    package init(_ policy: BalancerSpec.Policy, seed: UInt64) {
        self.policy = policy
        random = SeededGenerator(seed: seed, purpose: "balancer")
    }

    /// These nodes and no others; what is known of those that stay is kept.
    package mutating func replace(with nodes: [NodeAddress]) {
        entries = nodes.map { address in
            guard var entry = entries.first(where: { $0.address.node == address.node }) else {
                return Entry(address: address)
            }
            entry.address = address
            return entry
        }
    }

    package mutating func set(_ node: NodeID, isUp: Bool) {
        if let index = index(of: node) { entries[index].isUp = isUp }
    }

    package mutating func opened(_ node: NodeID) {
        guard let index = index(of: node) else { return }
        entries[index].connections += 1
        entries[index].total += 1
    }

    package mutating func closed(_ node: NodeID) {
        guard let index = index(of: node) else { return }
        entries[index].connections = max(0, entries[index].connections - 1)
    }

    /// Chooses among the nodes that are up; nil when there is none.
    ///
    /// - Parameter failed: nodes that did not take this connection.
    package mutating func pick(_ mark: StickyMark?, except failed: Set<NodeID> = []) -> NodeAddress? {
        let candidates = entries.filter { $0.isUp && !failed.contains($0.address.node) }
        guard !candidates.isEmpty else { return nil }
        switch policy {
        case .roundRobin: return inTurn(candidates)
        case .random: return candidates.randomElement(using: &random)?.address
        case .leastConnections:
            let least = candidates.map(\.connections).min() ?? 0
            return inTurn(candidates.filter { $0.connections == least })
        case .sticky: return marked(mark, candidates) ?? inTurn(candidates)
        }
    }

    private mutating func inTurn(_ candidates: [Entry]) -> NodeAddress? {
        let next = last.flatMap { last in candidates.first { $0.address.node > last } } ?? candidates.first
        last = next?.address.node
        return next?.address
    }

    private func marked(_ mark: StickyMark?, _ candidates: [Entry]) -> NodeAddress? {
        switch mark {
        case nil: nil
        case .cookie(let node): candidates.first { $0.address.node == node }?.address
        case .token(let token): candidates.max { Self.weight($0, token) < Self.weight($1, token) }?.address
        }
    }

    /// Highest random weight: when a node goes only its own clients move, and they come back when it does.
    private static func weight(_ entry: Entry, _ token: String) -> UInt64 {
        var generator = SeededGenerator(seed: UInt64(entry.address.node.number), purpose: token)
        return generator.next()
    }

    private func index(of node: NodeID) -> Int? {
        entries.firstIndex { $0.address.node == node }
    }
}
