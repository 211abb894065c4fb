/// Every node that serves, one after the other: a clean end, a start after `down`, and a pause once it is ready again.
package struct NodeRolling: Fault {
    package static let verb = "node.rolling"

    /// Between the end of a node and its start.
    package var downMilliseconds: Int
    /// Between one node that is ready again and the end of the next.
    package var pauseMilliseconds: Int
    package var graceMilliseconds: Int
    package var port: PortChoice

    package init(
        downMilliseconds: Int,
        pauseMilliseconds: Int,
        graceMilliseconds: Int = NodeStop.usualGrace,
        port: PortChoice = .same
    ) {
        self.downMilliseconds = downMilliseconds
        self.pauseMilliseconds = pauseMilliseconds
        self.graceMilliseconds = graceMilliseconds
        self.port = port
    }

    package var target: String { "every node" }

    /// Which nodes there will be is not known before the run, so it holds the process of each that there could be.
    package var holds: [String] {
        (0..<ScenarioReader.nodesMax).map { NodeRestart.process(of: NodeID(index: $0)) }
    }

    /// At least: of one node.
    package var lastsMilliseconds: Int? { downMilliseconds }
}

extension NodeRolling: ReadableFault {
    static let keys = ["down", "pause", "grace", "port"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        self.init(
            downMilliseconds: mapping.down("down") ?? MappingReader.usualDown,
            pauseMilliseconds: mapping.down("pause") ?? 0,
            graceMilliseconds: mapping.grace(),
            port: mapping.word("port", as: PortChoice.self) ?? .same
        )
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkPort(port, path)
    }
}
