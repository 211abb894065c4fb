/// SET: a key gets another value, as the counter of the `signalr` backplane when somebody restored an old copy.
package struct RedisSetKey: Fault {
    package static let verb = "redis.set-key"
    package var isMomentary: Bool { true }
    package static let harm = RedisHarm.changes

    package var redis: RedisTarget
    /// Nil: the key of the application, which is its counter.
    package var key: String?
    package var value: String

    package init(_ redis: RedisTarget = .master, key: String? = nil, value: String) {
        self.redis = redis
        self.key = key
        self.value = value
    }
}

extension RedisSetKey: RedisDataFault {
    static let keys = ["target", "key", "value"]
    static let required = ["value"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let key = mapping.scalar("key", expected: "the name of a key")?.text
        let value = mapping.scalar("value", expected: "text or a number")?.text
        guard let target = mapping.redis(), let value else { return nil }
        self.init(target, key: key, value: value)
    }
}
