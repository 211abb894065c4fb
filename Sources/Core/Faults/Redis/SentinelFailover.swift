/// SENTINEL FAILOVER: the sentinels make a replica the master while the old master still serves. It keeps its clients until
/// it is made a replica.
package struct SentinelFailover: Fault {
    package static let verb = "sentinel.failover"
    package static let harm = RedisHarm.process

    package init() {}

    package var target: String { "master" }
    package var holds: [String] { ["role of master"] }
}

extension SentinelFailover: ReadableFault {
    static let keys: [String] = []

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        self.init()
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        guard validation.sentinelCount == 0, validation.reading.isSound("redis") else { return }
        validation.report(
            "\(path).do",
            "\(path): this Redis has no sentinels",
            remedy: "write `redis: {mode: sentinel}`"
        )
    }
}
