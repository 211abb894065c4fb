import Core

extension NodeKill: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endNode(node, grace: nil, downMilliseconds: downMilliseconds)
    }
}
