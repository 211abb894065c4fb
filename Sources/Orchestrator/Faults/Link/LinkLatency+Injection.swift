import Core

extension LinkLatency: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.impair(self)
    }
}
