import Core

extension NodeRestart: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endNode(node, manner: .stop, downMilliseconds: downMilliseconds)
    }
}
