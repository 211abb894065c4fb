/// SIGSTOP of a node, and SIGCONT after `down`: its connections stay open and nothing is answered. Without `down` it
/// stands still until `node.thaw` or the end of traffic.
package struct NodeFreeze: Fault {
    package static let verb = "node.freeze"

    package var node: NodeID
    package var downMilliseconds: Int?

    package init(node: NodeID, downMilliseconds: Int?) {
        self.node = node
        self.downMilliseconds = downMilliseconds
    }

    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeFreeze: NodeFault {
    static let keys = ["node", "down"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let down = mapping.duration("down", in: 1...ScenarioReader.longest)
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, downMilliseconds: down)
    }
}
