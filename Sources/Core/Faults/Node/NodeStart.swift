/// Starts a node that `node.kill`, `node.stop` or a failpoint took away.
package struct NodeStart: Fault {
    package static let verb = "node.start"

    package var node: NodeID
    package var port: PortChoice

    package init(node: NodeID, port: PortChoice = .same) {
        self.node = node
        self.port = port
    }

    /// The process is in the hands of the fault that ended it.
    package var holds: [String] { [] }
}

extension NodeStart: NodeFault {
    static let keys = ["node", "port"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let port = mapping.word("port", as: PortChoice.self) ?? .same
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, port: port)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNodeFault(self, path)
        validation.checkPort(port, path)
    }
}
