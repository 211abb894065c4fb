/// The clients stop reading: what arrives piles up in the kernel, then at the node. Afterwards they read on, and have lost
/// nothing themselves.
package struct ClientFreeze: Fault {
    package static let verb = "client.freeze"

    package var clients: ClientSelection
    /// Nil: until they are thawed, or to the end of traffic.
    package var milliseconds: Int?

    package init(_ clients: ClientSelection, milliseconds: Int?) {
        self.clients = clients
        self.milliseconds = milliseconds
    }

    package var target: String { clients.description }
    package var holds: [String] { [mark] }
    package var lastsMilliseconds: Int? { milliseconds }
    /// What is left open, in the words by which a thaw finds it.
    package var mark: String { Self.mark(clients) }

    package static func mark(_ clients: ClientSelection) -> String { "freeze of \(clients)" }
}

extension ClientFreeze: ReadableFault {
    static let keys = ClientSelection.keys + ["for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let milliseconds = mapping.duration("for", in: 1...ScenarioReader.longest)
        guard let clients = mapping.clientSelection() else { return nil }
        self.init(clients, milliseconds: milliseconds)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        let isThawed = validation.has(ClientThaw.self) { $0.clients == clients }
        guard milliseconds == nil, !isThawed else { return }
        validation.checkTrafficGoesOn(without: clients, path, "`for: 1s`, or a `client.thaw` of the same clients")
    }
}
