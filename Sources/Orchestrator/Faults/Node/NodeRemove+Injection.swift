import Core

extension NodeRemove: InjectableFault {
    /// Clients, and the balancer, are told first. Seen when the process has been reaped; there is nothing to heal.
    func inject(_ work: FaultWork) async throws {
        try await work.holding(FaultWork.process(of: node)) {
            guard work.board.value.nodes[node.index].port != nil else {
                throw FaultFailure(reason: "\(node) was not running")
            }
            work.board.update { $0.nodes[node.index].isMember = false }
            try await work.fleet.introduceNodes()
            try await work.takeDown(node, grace: .milliseconds(graceMilliseconds))
            try await work.observed()
        }
    }
}
