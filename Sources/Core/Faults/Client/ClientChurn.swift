/// Clients leave a group and join it again, or close their connection and open another, once in every period.
package struct ClientChurn: Fault {
    package static let verb = "client.churn"

    package var clients: ClientSelection
    /// Nil: the connection.
    package var group: String?
    package var periodMilliseconds: Int
    /// Nil: to the end of traffic.
    package var milliseconds: Int?

    package init(_ clients: ClientSelection, group: String?, periodMilliseconds: Int, milliseconds: Int?) {
        self.clients = clients
        self.group = group
        self.periodMilliseconds = periodMilliseconds
        self.milliseconds = milliseconds
    }

    package var target: String { group.map { "\(clients) and the group \($0)" } ?? clients.description }
    package var holds: [String] { ["churn of \(target)"] }
    package var lastsMilliseconds: Int? { milliseconds }
}

extension ClientChurn: ReadableFault {
    static let keys = ClientSelection.keys + ["group", "period", "for"]
    static let required = ["period"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let group = mapping.name("group")
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        let period = mapping.duration("period", in: 10...ScenarioReader.longest)
        guard let clients = mapping.clientSelection(), let period else { return nil }
        self.init(clients, group: group, periodMilliseconds: period, milliseconds: milliseconds)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        if let group {
            validation.checkGroup(group, path)
            validation.checkMembers(clients, path)
        }
        if let milliseconds, milliseconds < periodMilliseconds {
            validation.report(
                "\(path).for",
                "\(path).for is shorter than one period",
                expected: "at least \(ScenarioQuantity.duration(periodMilliseconds))"
            )
        }
    }
}
