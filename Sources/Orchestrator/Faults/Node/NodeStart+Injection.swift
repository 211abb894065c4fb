import Core

extension NodeStart: InjectableFault {
    /// Seen when the new process listens and its subscription is confirmed. What ended the node is then healed too.
    func inject(_ work: FaultWork) async throws {
        let state = work.board.value.nodes[node.index]
        guard state.isMember, state.isDownOnPurpose else {
            throw FaultFailure(reason: "\(node) \(state.isMember ? "was running" : "was not there")")
        }
        let what = FaultWork.end(of: node)
        try await work.require("a fault that leaves \(node) down") { $0.isOpen(what) }
        try await work.holding(FaultWork.process(of: node)) {
            guard work.board.update({ $0.undo(what) }) else {
                throw FaultFailure(reason: "\(node) had been started by another fault")
            }
            try await work.bringUp(node, port: port)
            try await work.observed()
        }
        try await work.require("the end of the \(what)") { !$0.isOpen(what) }
    }
}
