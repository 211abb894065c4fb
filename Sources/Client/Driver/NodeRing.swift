import Core

/// Which node a client tries next.
struct NodeRing {
    private let plan: ClientPlan
    /// The node of the last attempt.
    private var last: NodeID?

    init(_ plan: ClientPlan) {
        self.plan = plan
    }

    /// The first attempt goes to the planned node. Later ones go to the same node when the client is sticky, else to the
    /// next in the order of `nodes`. Nil when there is none to go to.
    mutating func next(in nodes: [NodeAddress]) -> NodeAddress? {
        guard let last, !plan.sticky else {
            self.last = plan.node
            if let planned = nodes.first(where: { $0.node == plan.node }) { return planned }
            return plan.sticky ? nil : nodes.first
        }
        guard !nodes.isEmpty else { return nil }
        let next = nodes.firstIndex { $0.node == last }.map { ($0 + 1) % nodes.count } ?? 0
        self.last = nodes[next].node
        return nodes[next]
    }
}
