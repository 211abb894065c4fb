import Core

extension RedisRestart: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endRedis(redis, manner, downMilliseconds: downMilliseconds, back)
    }
}
