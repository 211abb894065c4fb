/// Scale in: clients are told to go elsewhere, and the node ends in good order, for good.
package struct NodeRemove: Fault {
    package static let verb = "node.remove"
    package var isMomentary: Bool { true }

    package var node: NodeID
    package var graceMilliseconds: Int

    package init(node: NodeID, graceMilliseconds: Int = NodeStop.usualGrace) {
        self.node = node
        self.graceMilliseconds = graceMilliseconds
    }
}

extension NodeRemove: NodeFault {
    static let keys = ["node", "grace"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let grace = mapping.grace()
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, graceMilliseconds: grace)
    }

    var removesNode: Bool { true }
}
