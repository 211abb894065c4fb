/// SIGKILL of a node. With `down` it is started again after it; without, it stays away until `node.start`.
package struct NodeKill: Fault {
    package static let verb = "node.kill"

    package var node: NodeID
    package var downMilliseconds: Int?

    package init(node: NodeID, downMilliseconds: Int?) {
        self.node = node
        self.downMilliseconds = downMilliseconds
    }

    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeKill: NodeFault {
    static let keys = ["node", "down"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.down("down")
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, downMilliseconds: down)
    }

    var endsNode: Bool { downMilliseconds == nil }
}
