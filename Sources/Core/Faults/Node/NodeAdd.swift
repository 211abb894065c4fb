/// Scale out: new nodes, numbered after all that there are. Clients that come back may choose them.
package struct NodeAdd: Fault {
    package static let verb = "node.add"
    package var isMomentary: Bool { true }

    package var count: Int

    package init(count: Int = 1) {
        self.count = count
    }

    package var target: String { count == 1 ? "a new node" : "\(count) new nodes" }
}

extension NodeAdd: ReadableFault {
    static let keys = ["count"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        self.init(count: mapping.count("count", in: 1...ScenarioReader.nodesMax) ?? 1)
    }

    var addedNodes: Int { count }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkAddition(path)
    }
}
