/// SIGKILL of a node. With `down` it is started again after it; without, it stays away for good.
package struct NodeKill: Fault {
    package static let verb = "node.kill"

    package var node: NodeID
    package var downMilliseconds: Int?

    package init(node: NodeID, downMilliseconds: Int?) {
        self.node = node
        self.downMilliseconds = downMilliseconds
    }

    /// The node, when it stays away.
    package var lostNode: NodeID? { downMilliseconds == nil ? node : nil }

    package var target: String { node.description }
    package var holds: [String] { ["process of \(node)"] }
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeKill: ReadableFault {
    static let keys = ["node", "down"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down")
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, downMilliseconds: down)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNode(node, "\(path).node")
        if downMilliseconds == nil { validation.checkLoss(of: node, path) }
    }
}
