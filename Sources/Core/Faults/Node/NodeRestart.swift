/// SIGTERM, a clean end, and a start after `down`.
package struct NodeRestart: Fault {
    package static let verb = "node.restart"

    package var node: NodeID
    package var downMilliseconds: Int

    package init(node: NodeID, downMilliseconds: Int) {
        self.node = node
        self.downMilliseconds = downMilliseconds
    }

    package var target: String { node.description }
    package var holds: [String] { ["process of \(node)"] }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeRestart: ReadableFault {
    static let keys = ["node", "down"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down") ?? MappingReader.usualDown
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, downMilliseconds: down)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNode(node, "\(path).node")
    }
}
