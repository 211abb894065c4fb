/// Redis ends and is started again after `down`, on the same port.
package struct RedisRestart: Fault {
    package static let verb = "redis.restart"
    package static let harm = RedisHarm.process

    package var downMilliseconds: Int
    package var data: RestartData
    package var manner: StopManner

    package init(downMilliseconds: Int, data: RestartData, manner: StopManner) {
        self.downMilliseconds = downMilliseconds
        self.data = data
        self.manner = manner
    }

    package var target: String { "redis" }
    package var holds: [String] { ["process of redis"] }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension RedisRestart: ReadableFault {
    static let keys = ["down", "data", "manner"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let isPersistent = setting.redis.persistence != .none
        let data = mapping.word("data", as: RestartData.self)
        if data == .keep, !isPersistent {
            mapping.report(
                mapping.place(of: "data"),
                "data",
                "a Redis without persistence keeps nothing",
                remedy: "write `data: wipe`, or `redis: {persistence: aof}`"
            )
        }
        self.init(
            downMilliseconds: mapping.down("down") ?? MappingReader.usualDown,
            data: data ?? (isPersistent ? .keep : .wipe),
            manner: mapping.word("manner", as: StopManner.self) ?? .kill
        )
    }
}
