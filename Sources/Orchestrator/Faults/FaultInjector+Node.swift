import Core

extension FaultInjector {
    /// Seen when the process has been reaped; healed when the new one listens on the same port and its subscription is
    /// confirmed. Without `down` the node stays away for good, and nothing is left to heal.
    func endNode(
        _ occurrence: FaultOccurrence,
        _ node: NodeID,
        manner: FaultAction.StopManner,
        down: Duration?
    ) async throws {
        guard let port = board.value.nodes[node.index].port else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        board.update { $0.nodes[node.index].isDownOnPurpose = true }
        try await fleet.endNode(node, manner: manner)
        try await observed(occurrence)
        guard let down else { return }
        try await Task.sleep(for: down)
        try await healing(occurrence)
        board.update { $0.nodes[node.index].isDownOnPurpose = false }
        try await fleet.startNode(node, port: port)
        try await require("\(node) ready again") { $0.nodes[node.index].isReady }
        try await healed(occurrence)
    }
}
