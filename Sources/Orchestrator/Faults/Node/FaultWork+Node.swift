import Core

extension FaultWork {
    /// Seen when the process has been reaped; healed when the new one listens on the same port and its subscription is
    /// confirmed. Without a time the node stays away for good, and nothing is left to heal.
    func endNode(_ node: NodeID, manner: StopManner, downMilliseconds: Int?) async throws {
        try await holding("process of \(node)") {
            guard let port = board.value.nodes[node.index].port else {
                throw FaultFailure(reason: "\(node) was not running")
            }
            board.update { $0.nodes[node.index].isDownOnPurpose = true }
            try await fleet.endNode(node, manner: manner)
            try await observed()
            guard let downMilliseconds else { return }
            try await Task.sleep(for: .milliseconds(downMilliseconds))
            try await healing()
            board.update { $0.nodes[node.index].isDownOnPurpose = false }
            try await fleet.startNode(node, port: port)
            try await require("\(node) ready again") { $0.nodes[node.index].isReady }
            try await healed()
        }
    }
}
