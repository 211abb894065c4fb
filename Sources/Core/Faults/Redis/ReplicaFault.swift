/// A replica that leaves its master, for a time or until the end of traffic.
protocol ReplicaFault: RedisFault {
    var forMilliseconds: Int? { get }

    init(_ redis: RedisTarget, forMilliseconds: Int?)
}

extension ReplicaFault {
    package var holds: [String] { ["role of \(redis)"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
    static var keys: [String] { ["target", "for"] }

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let time = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let target = mapping.redis(default: .replica) else { return nil }
        self.init(target, forMilliseconds: time)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkReplicaTarget(redis, path)
    }
}
