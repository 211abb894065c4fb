/// SIGTERM to a node, and SIGKILL when it is still there after the grace. With `down` it is started again after it;
/// without, it stays away until `node.start`.
package struct NodeStop: Fault {
    package static let verb = "node.stop"

    package var node: NodeID
    package var graceMilliseconds: Int
    package var downMilliseconds: Int?

    package init(node: NodeID, graceMilliseconds: Int = NodeStop.usualGrace, downMilliseconds: Int?) {
        self.node = node
        self.graceMilliseconds = graceMilliseconds
        self.downMilliseconds = downMilliseconds
    }

    /// How long a node may take to end in good order where the fault does not say. Milliseconds.
    package static let usualGrace = 5_000

    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeStop: NodeFault {
    static let keys = ["node", "grace", "down"]
    static let required = ["node"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let grace = mapping.grace()
        let down = mapping.down("down")
        guard let node = mapping.node("node") else { return nil }
        self.init(node: node, graceMilliseconds: grace, downMilliseconds: down)
    }

    var endsNode: Bool { downMilliseconds == nil }
}

extension MappingReader {
    /// How long a node may take to end in good order.
    func grace() -> Int {
        duration("grace", in: 1...ScenarioReader.longest) ?? NodeStop.usualGrace
    }
}
