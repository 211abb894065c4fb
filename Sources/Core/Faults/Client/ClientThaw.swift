/// Clients that a ``ClientFreeze`` without a time has frozen read on.
package struct ClientThaw: Fault {
    package static let verb = "client.thaw"

    package var clients: ClientSelection

    package init(_ clients: ClientSelection) {
        self.clients = clients
    }

    package var target: String { clients.description }
}

extension ClientThaw: ReadableFault {
    static let keys = ClientSelection.keys

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let clients = mapping.clientSelection() else { return nil }
        self.init(clients)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        // That there is any is looked at elsewhere.
        let frozen = validation.scenario.faults.compactMap { $0.fault.value as? ClientFreeze }
            .filter { $0.milliseconds == nil }
        guard !frozen.isEmpty, !frozen.contains(where: { $0.clients == clients }) else { return }
        validation.report(
            "\(path).do",
            "\(path): no `client.freeze` without `for` freezes \(clients)",
            remedy: "choose the clients of the thaw as those of the freeze are chosen"
        )
    }
}
