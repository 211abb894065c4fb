import Core

extension LinkBlackhole: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.impair(self)
    }
}
