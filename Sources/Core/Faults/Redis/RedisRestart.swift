/// A Redis process ends and is started again after `down`.
package struct RedisRestart: Fault {
    package static let verb = "redis.restart"

    package var redis: RedisTarget
    package var downMilliseconds: Int
    package var manner: StopManner
    package var back: RedisReturn

    package init(_ redis: RedisTarget = .master, downMilliseconds: Int, manner: StopManner, back: RedisReturn) {
        self.redis = redis
        self.downMilliseconds = downMilliseconds
        self.manner = manner
        self.back = back
    }

    package var holds: [String] { redis.holds }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension RedisRestart: RedisFault {
    static let keys = ["target", "down", "data", "manner", "as", "loading-for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down") ?? MappingReader.usualDown
        let manner = mapping.word("manner", as: StopManner.self) ?? .kill
        let target = mapping.redis()
        let back = mapping.redisReturn(of: target, setting.redis)
        guard let target else { return nil }
        self.init(target, downMilliseconds: down, manner: manner, back: back)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkTarget(redis, "\(path).target")
        validation.checkReturn(back, of: redis, path)
    }
}
