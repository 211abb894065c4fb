/// Lets a node go on that `node.freeze` without `down` has stopped.
package struct NodeThaw: Fault {
    package static let verb = "node.thaw"

    package var node: NodeID

    package init(node: NodeID) {
        self.node = node
    }

    /// The process is in the hands of the freeze that it ends.
    package var holds: [String] { [] }
}

extension NodeThaw: NodeFault {
    static let keys = ["node"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node)
    }
}
