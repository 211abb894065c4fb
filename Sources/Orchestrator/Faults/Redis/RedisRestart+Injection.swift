import Core

extension RedisRestart: InjectableFault {
    /// Seen when the process has ended; healed when the new one answers PING.
    func inject(_ work: FaultWork) async throws {
        try await work.holding("process of redis") {
            let redis = try work.fleet.ownRedis()
            try await redis.end(manner)
            try await work.observed()
            try await Task.sleep(for: .milliseconds(downMilliseconds))
            try await work.healing()
            try await redis.startAgain(data)
            try await work.healed()
        }
    }
}
