/// The end of Redis processes: they are started again after a time, or by ``RedisStart``.
protocol RedisEnding: RedisFault {
    var downMilliseconds: Int? { get }
    var back: RedisReturn { get }

    init(_ redis: RedisTarget, downMilliseconds: Int?, back: RedisReturn)
}

extension RedisEnding {
    package var holds: [String] { redis.holds }
    package var lastsMilliseconds: Int? { downMilliseconds }
    static var keys: [String] { ["target", "down", "data", "as"] }

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
