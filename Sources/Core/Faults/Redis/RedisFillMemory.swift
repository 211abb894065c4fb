/// Redis is filled up to a `maxmemory` and evicts nothing: writes are refused with OOM, PUBLISH goes on.
package struct RedisFillMemory: Fault {
    package static let verb = "redis.fill-memory"

    package var redis: RedisTarget
    /// `maxmemory` in bytes.
    package var bytes: Int
    package var forMilliseconds: Int?

    package init(_ redis: RedisTarget = .master, bytes: Int, forMilliseconds: Int?) {
        self.redis = redis
        self.bytes = bytes
        self.forMilliseconds = forMilliseconds
    }

    package var holds: [String] { ["memory of \(redis)"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
}

extension RedisFillMemory: RedisDataFault {
    static let keys = ["target", "to", "for"]
    static let required = ["to"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        // A Redis with nothing in it has about 1 MB.
        let bytes = mapping.size("to", in: 1_048_576...1_073_741_824)
        let time = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let target = mapping.redis(), let bytes else { return nil }
        self.init(target, bytes: bytes, forMilliseconds: time)
    }
}
