import Core

extension RedisSnapshot: InjectableFault {
    /// Seen when the copy is there.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        try await work.holdingRunning(redis) { processes in
            try await work.each(processes) { try await topology.putAside($0) }
            try await work.observed()
        }
    }
}
