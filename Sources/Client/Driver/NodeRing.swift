import Core

/// Which node a client tries next, where the process does not choose for it.
struct NodeRing {
    /// A fault sends the client somewhere until it is connected again.
    enum Course: Hashable {
        case to(NodeID)
        /// To the node after the last one, and on in turn.
        case onward
        case random
    }

    private let plan: ClientPlan
    /// The node of the last attempt.
    private var last: NodeID?
    var course: Course?
    private var random: SeededGenerator

    init(_ plan: ClientPlan, seed: UInt64) {
        self.plan = plan
        random = SeededGenerator(seed: seed, purpose: "nodes of \(plan.client)")
    }

    /// The node serves the client's application.
    func reaches(_ node: NodeAddress) -> Bool { node.app == plan.app }

    /// The first attempt goes to the planned node. Later ones go to the same node when the client is sticky, else to the
    /// next in the order of `nodes`. Nil when there is none to go to.
    mutating func next(in nodes: [NodeAddress]) -> NodeAddress? {
        let position: Int?
        switch course {
        case .to(let node): position = nodes.firstIndex { $0.node == node }
        case .onward: position = after(last ?? plan.node, in: nodes)
        case .random: position = nodes.indices.randomElement(using: &random)
        case nil where last != nil && !plan.sticky: position = after(last, in: nodes)
        case nil:
            let planned = nodes.firstIndex { $0.node == plan.node }
            position = plan.sticky ? planned : planned ?? nodes.indices.first
        }
        guard let position else { return nil }
        last = nodes[position].node
        return nodes[position]
    }

    /// Somebody else has chosen.
    mutating func took(_ node: NodeID) {
        last = node
    }

    private func after(_ node: NodeID?, in nodes: [NodeAddress]) -> Int? {
        nodes.firstIndex { $0.node == node }.map { ($0 + 1) % nodes.count } ?? nodes.indices.first
    }
}
