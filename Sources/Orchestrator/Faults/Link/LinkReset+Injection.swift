import Core

extension LinkReset: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.end(manner, in: try await work.scope(of: aim))
    }
}
