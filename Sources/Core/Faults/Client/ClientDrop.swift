/// The clients' connections are cut; they may return after `away`.
package struct ClientDrop: Fault {
    package static let verb = "client.drop"

    package var clients: ClientSelection
    package var manner: DropManner
    package var returning: ClientReturn
    package var awayMilliseconds: Int
    /// The cuts come evenly over this time.
    package var spreadMilliseconds: Int

    package init(
        _ clients: ClientSelection,
        manner: DropManner,
        returning: ClientReturn = .placed,
        awayMilliseconds: Int,
        spreadMilliseconds: Int = 0
    ) {
        self.clients = clients
        self.manner = manner
        self.returning = returning
        self.awayMilliseconds = awayMilliseconds
        self.spreadMilliseconds = spreadMilliseconds
    }

    package var target: String { clients.description }
}

extension ClientDrop: ReadableFault {
    static let keys = ClientSelection.keys + ["manner", "return", "away", "spread"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let manner = mapping.word("manner", as: DropManner.self) ?? .reset
        let returning = mapping.word("return", as: ClientReturn.self) ?? .placed
        let away = mapping.down("away") ?? 0
        let spread = mapping.down("spread") ?? 0
        guard let clients = mapping.clientSelection() else { return nil }
        self.init(
            clients,
            manner: manner,
            returning: returning,
            awayMilliseconds: away,
            spreadMilliseconds: spread
        )
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        if returning != .placed, validation.scenario.clients.reconnect == .never {
            validation.report("\(path).return", "\(path).return: clients with `reconnect: never` do not return")
        }
    }
}
