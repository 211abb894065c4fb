import Core

extension NodeRestart: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endNode(
            node,
            grace: .milliseconds(graceMilliseconds),
            downMilliseconds: downMilliseconds,
            port: port
        )
    }
}
