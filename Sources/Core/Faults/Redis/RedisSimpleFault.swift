/// A fault on Redis processes that is told by its target alone.
protocol RedisSimpleFault: RedisFault {
    init(_ redis: RedisTarget)
}

extension RedisSimpleFault {
    static var keys: [String] { ["target"] }

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let target = mapping.redis() else { return nil }
        self.init(target)
    }
}
