import Core

extension RedisStart: InjectableFault {
    /// Seen when each process has its place among the others again. What ended them is healed then too.
    func inject(_ work: FaultWork) async throws {
        let topology = try work.fleet.topology()
        let meant = try await topology.resolve(redis)
        let down = meant.filter { !$0.isRunning }
        guard !down.isEmpty else {
            throw FaultFailure(reason: "\(meant.map { "\($0.id)" }.joined(separator: ", ")) was not down")
        }
        try await work.holding(down) {
            try await work.startRedis(down, back)
            try await work.observed()
        }
    }
}
