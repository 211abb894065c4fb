import Core

extension NodeStallReads: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.impair(self)
    }
}
