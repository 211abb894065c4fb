import Core

extension RedisFreeze: InjectableFault {
    /// Seen when the kernel shows the process as stopped; healed when it answers PING again.
    func inject(_ work: FaultWork) async throws {
        try await work.holding("process of redis") {
            let redis = try work.fleet.ownRedis()
            try await redis.freeze()
            try await work.observed()
            try await Task.sleep(for: .milliseconds(downMilliseconds))
            try await work.healing()
            try await redis.thaw()
            try await redis.waitUntilAnswering()
            try await work.healed()
        }
    }
}
