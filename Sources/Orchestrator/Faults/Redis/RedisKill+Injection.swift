import Core

extension RedisKill: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endRedis(redis, .kill, downMilliseconds: downMilliseconds, back)
    }
}
