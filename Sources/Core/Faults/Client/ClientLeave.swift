/// Clients leave a group while the run goes on.
package struct ClientLeave: Fault {
    package static let verb = "client.leave"

    package var change: GroupChange

    package init(_ change: GroupChange) {
        self.change = change
    }

    package var target: String { change.target }
    package var lastsMilliseconds: Int? { change.milliseconds }
}

extension ClientLeave: ReadableFault {
    static let keys = GroupChange.keys
    static let required = ["group"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let change = mapping.groupChange() else { return nil }
        self.init(change)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(change.clients, path)
        validation.checkMembers(change.clients, path)
        validation.checkGroup(change.group, path)
    }
}
