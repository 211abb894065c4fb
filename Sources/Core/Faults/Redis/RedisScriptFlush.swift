/// SCRIPT FLUSH: EVALSHA of scripts that were loaded answers NOSCRIPT.
package struct RedisScriptFlush: Fault {
    package static let verb = "redis.script-flush"
    package static let harm = RedisHarm.changes

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }

    package var target: String { redis.description }
}

extension RedisScriptFlush: ReadableFault {
    static let keys = ["target"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let target = mapping.redis() else { return nil }
        self.init(target)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkDataTarget(redis, path)
    }
}
