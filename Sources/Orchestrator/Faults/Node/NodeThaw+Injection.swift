import Core

extension NodeThaw: InjectableFault {
    /// Seen when the node answers again.
    func inject(_ work: FaultWork) async throws {
        try await work.undo(FaultWork.freeze(of: node))
        try await work.observed()
    }
}
