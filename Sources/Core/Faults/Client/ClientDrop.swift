/// The clients' connections are cut; they may return after `away`.
package struct ClientDrop: Fault {
    package static let verb = "client.drop"

    package var clients: ClientSelection
    package var manner: DropManner
    package var awayMilliseconds: Int

    package init(_ clients: ClientSelection, manner: DropManner, awayMilliseconds: Int) {
        self.clients = clients
        self.manner = manner
        self.awayMilliseconds = awayMilliseconds
    }

    package var target: String { clients.description }
}

extension ClientDrop: ReadableFault {
    static let keys = ClientSelection.keys + ["manner", "away"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let manner = mapping.word("manner", as: DropManner.self) ?? .reset
        let away = mapping.down("away") ?? 0
        guard let clients = mapping.clientSelection() else { return nil }
        self.init(clients, manner: manner, awayMilliseconds: away)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
    }
}
