import Core

extension RedisStop: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.endRedis(redis, .stop, downMilliseconds: downMilliseconds, back)
    }
}
