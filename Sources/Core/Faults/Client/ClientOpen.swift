/// Clients that are closed, late or gone come, or come again: a life of its own begins.
package struct ClientOpen: Fault {
    package static let verb = "client.open"

    package var clients: ClientSelection
    /// Where; nil: as the placement says.
    package var node: NodeID?

    package init(_ clients: ClientSelection, node: NodeID? = nil) {
        self.clients = clients
        self.node = node
    }

    package var target: String { clients.description }
}

extension ClientOpen: ReadableFault {
    /// `node` says where, so clients cannot be chosen by it.
    static let keys = ["share", "count", "clients", "node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let node = mapping.node("node")
        guard let clients = mapping.clientSelection(by: ["share", "count", "clients"]) else { return nil }
        self.init(clients, node: node)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkSelection(clients, path)
        if let node { validation.checkNode(node, "\(path).node") }
    }
}
