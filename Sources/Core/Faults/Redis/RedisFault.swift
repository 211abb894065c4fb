/// A fault on Redis processes.
protocol RedisFault: ReadableFault {
    var redis: RedisTarget { get }
}

extension RedisFault {
    package static var harm: RedisHarm { .process }
    package var target: String { redis.description }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkTarget(redis, "\(path).target")
    }
}
