/// A fault that changes memberships.
protocol GroupChanging: ReadableFault {
    var change: GroupChange { get }

    init(_ change: GroupChange)
}

extension GroupChanging {
    package var target: String { change.target }
    package var lastsMilliseconds: Int? { change.milliseconds }
    package var isMomentary: Bool { change.milliseconds == nil }
    static var keys: [String] { GroupChange.keys }
    static var required: [String] { ["group"] }

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        let group = mapping.name("group")
        guard let clients = mapping.clientSelection(), let group else { return nil }
        self.init(GroupChange(clients, group: group, milliseconds: milliseconds))
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(change.clients, path)
        validation.checkMembers(change.clients, path)
        validation.checkGroup(change.group, path)
    }
}
