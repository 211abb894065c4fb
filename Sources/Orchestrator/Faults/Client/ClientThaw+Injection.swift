import Core

extension ClientThaw: InjectableFault {
    /// Its effect is the end of the freeze that it undoes.
    func inject(_ work: FaultWork) async throws {
        try await work.undo(ClientFreeze.mark(clients))
        try await work.observed()
    }
}
