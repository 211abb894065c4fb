/// Checks what the values of a scenario mean together: that what a fault hits exists, that what is awaited can happen.
///
/// Each check looks first whether the fields that it compares could be read: a mistake is told once.
struct ScenarioValidation {
    let scenario: Scenario
    /// For places.
    let tree: ScenarioTree
    let reading: ScenarioReading

    func run() {
        checkRedis()
        checkNodes()
        checkBalancer()
        checkClients()
        checkTraffic()
        checkApps()
        checkFaults()
        checkExpectation()
    }

    /// Reports at the value of a dotted path.
    func report(
        _ path: String,
        _ problem: String,
        expected: String? = nil,
        nearest: String? = nil,
        remedy: String? = nil
    ) {
        reading.report(
            ScenarioDiagnostic(
                at: tree.place(of: path),
                problem,
                expected: expected,
                nearest: nearest,
                remedy: remedy
            )
        )
    }

    /// Whether the file itself has a value there.
    func isWritten(_ path: String) -> Bool {
        var here: ScenarioTree? = tree
        for part in path.split(separator: ".") {
            let position = Int(part).flatMap { here?.items?.indices.contains($0) == true ? $0 : nil }
            here = position.flatMap { here?.items?[$0] } ?? here?[String(part)]
        }
        return here != nil
    }

    /// Messages of all traffic together, and of all bursts.
    var published: Int {
        scenario.apps.reduce(published(scenario.traffic)) {
            min(ScenarioReader.messagesMax, $0) + published($1.traffic)
        }
    }

    /// Messages of the application that a node serves, and of all bursts.
    func published(by node: NodeID) -> Int { published(scenario.app(of: node)?.traffic ?? scenario.traffic) }

    private func published(_ traffic: [TrafficSpec]) -> Int {
        traffic.reduce(addedMessages) { min(ScenarioReader.messagesMax, $0) + $1.count }
    }
}
