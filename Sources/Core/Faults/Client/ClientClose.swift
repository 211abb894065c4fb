/// Clients end their connection in good order, as when a person closes the window: nothing is owed to them afterwards.
package struct ClientClose: Fault {
    package static let verb = "client.close"

    package var clients: ClientSelection
    /// They come again after this; nil: when ``ClientOpen`` lets them, or never.
    package var milliseconds: Int?

    package init(_ clients: ClientSelection, milliseconds: Int? = nil) {
        self.clients = clients
        self.milliseconds = milliseconds
    }

    package var target: String { clients.description }
    package var lastsMilliseconds: Int? { milliseconds }
    package var isMomentary: Bool { milliseconds == nil }
}

extension ClientClose: ReadableFault {
    static let keys = ClientSelection.keys + ["for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let clients = mapping.clientSelection() else { return nil }
        self.init(clients, milliseconds: milliseconds)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        guard milliseconds == nil, !validation.has(ClientOpen.self) else { return }
        if clients == .all {
            validation.report(
                "\(path).clients",
                "\(path): nobody would be left to see a message",
                remedy: "add `for: 1s`, or a `client.open`"
            )
        }
    }
}
