/// SIGTERM of a Redis process, which may save and close. With `down` it is started again after it; without, it stays away until
/// ``RedisStart``.
package struct RedisStop: Fault {
    package static let verb = "redis.stop"
    package static let harm = RedisHarm.process

    package var redis: RedisTarget
    package var downMilliseconds: Int?
    package var back: RedisReturn

    package init(_ redis: RedisTarget = .master, downMilliseconds: Int?, back: RedisReturn = RedisReturn()) {
        self.redis = redis
        self.downMilliseconds = downMilliseconds
        self.back = back
    }

    package var target: String { redis.description }
    package var holds: [String] { redis.holds }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension RedisStop: ReadableFault {
    static let keys = ["target", "down", "data", "as"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down")
        let target = mapping.redis()
        let back = mapping.redisReturn(of: target, setting.redis)
        guard let target else { return nil }
        self.init(target, downMilliseconds: down, back: back)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkTarget(redis, "\(path).target")
        validation.checkReturn(back, of: redis, path)
        validation.checkIsStarted(again: downMilliseconds != nil, path)
    }
}
