/// SIGCONT: undoes ``RedisFreeze``.
package struct RedisThaw: Fault {
    package static let verb = "redis.thaw"
    package static let harm = RedisHarm.process

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }

    package var target: String { redis.description }
}

extension RedisThaw: ReadableFault {
    static let keys = ["target"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let target = mapping.redis() else { return nil }
        self.init(target)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkTarget(redis, "\(path).target")
    }
}
