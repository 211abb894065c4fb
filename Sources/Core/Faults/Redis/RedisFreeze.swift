/// SIGSTOP, and SIGCONT after `down`: connections stay open and nothing is answered.
package struct RedisFreeze: Fault {
    package static let verb = "redis.freeze"
    package static let harm = RedisHarm.process

    package var downMilliseconds: Int

    package init(downMilliseconds: Int) {
        self.downMilliseconds = downMilliseconds
    }

    package var target: String { "redis" }
    package var holds: [String] { ["process of redis"] }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension RedisFreeze: ReadableFault {
    static let keys = ["down"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        self.init(
            downMilliseconds: mapping.duration("down", in: 1...ScenarioReader.longest) ?? MappingReader.usualDown
        )
    }
}
