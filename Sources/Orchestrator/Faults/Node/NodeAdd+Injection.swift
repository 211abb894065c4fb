import Core

extension NodeAdd: InjectableFault {
    /// Seen when all of them serve and clients know of them.
    func inject(_ work: FaultWork) async throws {
        let occurrence = work.occurrence
        let nodes = work.plan.addedNodes(fault: occurrence.fault, repetition: occurrence.repetition)
        for node in nodes {
            work.board.update {
                $0.nodes[node.index].isMember = true
                $0.nodes[node.index].isDownOnPurpose = false
            }
            try await work.fleet.startNode(node, port: try work.fleet.port(of: node, .same))
        }
        let names = nodes.map(\.description).joined(separator: ", ")
        try await work.require("\(names) ready") { board in nodes.allSatisfy { board.nodes[$0.index].isReady } }
        try await work.fleet.introduceNodes()
        try await work.observed()
    }
}
