/// SIGSTOP, and SIGCONT after `down`: connections stay open and nothing is answered. Without a time until ``RedisThaw``.
package struct RedisFreeze: Fault {
    package static let verb = "redis.freeze"

    package var redis: RedisTarget
    package var downMilliseconds: Int?

    package init(_ redis: RedisTarget = .master, downMilliseconds: Int?) {
        self.redis = redis
        self.downMilliseconds = downMilliseconds
    }

    package var holds: [String] { redis.holds }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension RedisFreeze: RedisFault {
    static let keys = ["target", "down"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.duration("down", in: 1...ScenarioReader.longest)
        guard let target = mapping.redis() else { return nil }
        self.init(target, downMilliseconds: down)
    }
}
