/// CLIENT PAUSE: commands wait for so long, and none is lost.
package struct RedisPause: Fault {
    package static let verb = "redis.pause"
    package static let harm = RedisHarm.changes

    package enum Mode: String, Hashable, Sendable, CaseIterable {
        /// What writes, publishes or runs a script that may.
        case write
        case all
    }

    package var redis: RedisTarget
    package var mode: Mode
    package var forMilliseconds: Int

    package init(_ redis: RedisTarget = .master, _ mode: Mode = .all, forMilliseconds: Int) {
        self.redis = redis
        self.mode = mode
        self.forMilliseconds = forMilliseconds
    }

    package var holds: [String] { ["commands of \(redis)"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
}

extension RedisPause: RedisDataFault {
    static let keys = ["target", "mode", "for"]
    static let required = ["for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let mode = mapping.word("mode", as: Mode.self) ?? .all
        // It has to be seen before it is over, and Redis cannot be asked to end it.
        let time = mapping.duration("for", in: 100...60_000)
        guard let target = mapping.redis(), let time else { return nil }
        self.init(target, mode, forMilliseconds: time)
    }
}
