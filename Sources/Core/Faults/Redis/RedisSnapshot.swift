/// Puts a copy of the data aside, for a start with `data: snapshot`.
package struct RedisSnapshot: Fault {
    package static let verb = "redis.snapshot"
    package static let harm = RedisHarm.process

    package var redis: RedisTarget

    package init(_ redis: RedisTarget = .master) {
        self.redis = redis
    }

    package var target: String { redis.description }
    package var holds: [String] { redis.holds }
}

extension RedisSnapshot: ReadableFault {
    static let keys = ["target"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let target = mapping.redis() else { return nil }
        self.init(target)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkDataTarget(redis, path)
    }
}
