/// REPLICAOF NO ONE on a replica: a second master, until it is made a replica of the present one again.
package struct RedisPromote: Fault {
    package static let verb = "redis.promote"
    package static let harm = RedisHarm.process

    package var redis: RedisTarget
    package var forMilliseconds: Int?

    package init(_ redis: RedisTarget = .replica, forMilliseconds: Int?) {
        self.redis = redis
        self.forMilliseconds = forMilliseconds
    }

    package var target: String { redis.description }
    package var holds: [String] { ["role of \(redis)"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
}

extension RedisPromote: ReadableFault {
    static let keys = ["target", "for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let time = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let target = mapping.redis(default: .replica) else { return nil }
        self.init(target, forMilliseconds: time)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkReplicaTarget(redis, path)
    }
}
