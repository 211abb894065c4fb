/// What reading and checking a scenario needs to know of a fault.
protocol ReadableFault: Fault {
    /// Its own keys, besides `do` and those of the trigger.
    static var keys: [String] { get }
    /// Those of them that must be there.
    static var required: [String] { get }

    /// Reads its fields; reports what is wrong and is then nil.
    init?(_ mapping: MappingReader, in setting: FaultSetting)

    /// Nodes that it brings each time, besides those that are there at the start.
    var addedNodes: Int { get }

    /// Messages that it publishes each time, besides those of `traffic`.
    var addedMessages: Int { get }

    /// Reports what the rest of the scenario makes impossible.
    func check(_ validation: ScenarioValidation, _ path: String)
}

extension ReadableFault {
    static var required: [String] { [] }
    var addedNodes: Int { 0 }
    var addedMessages: Int { 0 }
    func check(_ validation: ScenarioValidation, _ path: String) {}
}

/// What the meaning of a fault's fields depends on.
struct FaultSetting {
    /// As far as it could be read.
    var redis: RedisSpec
}
