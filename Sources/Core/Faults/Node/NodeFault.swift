/// A fault on one node.
protocol NodeFault: ReadableFault {
    var node: NodeID { get }
    /// The node stays away until `node.start`, or for good where there is none.
    var endsNode: Bool { get }
    /// The node is gone for good.
    var removesNode: Bool { get }
}

extension NodeFault {
    package var target: String { node.description }
    package var holds: [String] { [Self.process(of: node)] }
    var endsNode: Bool { false }
    var removesNode: Bool { false }

    static func process(of node: NodeID) -> String { "process of \(node)" }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkNodeFault(self, path)
    }
}
