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
        let position: Int?
        if let last, !plan.sticky {
            position = nodes.firstIndex { $0.node == last }.map { ($0 + 1) % nodes.count } ?? nodes.indices.first
        } else {
            let planned = nodes.firstIndex { $0.node == plan.node }
            position = plan.sticky ? planned : planned ?? nodes.indices.first
        }
        guard let position else { return nil }
        last = nodes[position].node
        return nodes[position]
    }
}
