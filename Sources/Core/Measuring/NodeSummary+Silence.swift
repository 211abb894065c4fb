extension NodeSummary {
    /// A node that nothing reaches is a loss, unless the scenario says how many such nodes there may be. Nodes that are not
    /// deaf have to hear each other.
    package static func silence(of nodes: [NodeSummary], bounds: [BoundFinding]) -> [String] {
        var result: [String] = []
        let deaf = Set(nodes.filter { $0.deaf == true }.map(\.node))
        if !bounds.contains(where: { $0.name == .deafNodes }) {
            for node in nodes where node.deaf == true {
                let names = node.misses.filter { $0 != node.node || node.misses.count == 1 }
                    .map(\.description).joined(separator: ", ")
                result.append("\(node.node) is deaf: at the end its clients heard nothing that was sent at \(names)")
            }
        }
        for node in nodes where !deaf.contains(node.node) {
            let others = node.misses.filter { !deaf.contains($0) }
            guard !others.isEmpty else { continue }
            let names = others.map(\.description).joined(separator: ", ")
            result.append("\(node.node) does not hear \(names): at the end its clients missed what was sent there")
        }
        return result
    }
}
