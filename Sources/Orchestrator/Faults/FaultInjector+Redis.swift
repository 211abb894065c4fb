import Core

extension FaultInjector {
    /// Seen when the process has ended; healed when the new one answers PING.
    func restartRedis(
        _ occurrence: FaultOccurrence,
        down: Duration,
        data: FaultAction.RestartData,
        manner: FaultAction.StopManner
    ) async throws {
        let redis = try fleet.ownRedis()
        try await redis.end(manner)
        try await observed(occurrence)
        try await Task.sleep(for: down)
        try await healing(occurrence)
        try await redis.startAgain(data)
        try await healed(occurrence)
    }

    /// Seen when the kernel shows the process as stopped; healed when it answers PING again.
    func freezeRedis(_ occurrence: FaultOccurrence, down: Duration) async throws {
        let redis = try fleet.ownRedis()
        try await redis.freeze()
        try await observed(occurrence)
        try await Task.sleep(for: down)
        try await healing(occurrence)
        try await redis.thaw()
        try await redis.waitUntilAnswering()
        try await healed(occurrence)
    }
}
