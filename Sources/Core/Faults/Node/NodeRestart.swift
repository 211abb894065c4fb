/// SIGTERM, a clean end, and a start after `down`.
package struct NodeRestart: Fault {
    package static let verb = "node.restart"

    package var node: NodeID
    package var downMilliseconds: Int
    package var graceMilliseconds: Int
    package var port: PortChoice

    package init(
        node: NodeID,
        downMilliseconds: Int,
        graceMilliseconds: Int = NodeStop.usualGrace,
        port: PortChoice = .same
    ) {
        self.node = node
        self.downMilliseconds = downMilliseconds
        self.graceMilliseconds = graceMilliseconds
        self.port = port
    }

    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeRestart: NodeFault {
    static let keys = ["node", "down", "grace", "port"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down") ?? MappingReader.usualDown
        let grace = mapping.grace()
        let port = mapping.word("port", as: PortChoice.self) ?? .same
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, downMilliseconds: down, graceMilliseconds: grace, port: port)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNodeFault(self, path)
        validation.checkPort(port, path)
    }
}
