// What faults on clients and traffic need of the rest of the scenario.
extension ScenarioValidation {
    /// Whether the scenario has a fault of this kind.
    func has<Kind: Fault>(_ kind: Kind.Type, where matches: (Kind) -> Bool = { _ in true }) -> Bool {
        scenario.faults.contains { ($0.fault.value as? Kind).map(matches) ?? false }
    }

    func checkGroup(_ group: String, _ path: String) {
        guard reading.isSound("clients.groups", "\(path).group") else { return }
        checkAudience(.group(group), "\(path).group")
    }

    /// A group may be empty at the start when somebody joins it later.
    func checkEmptyGroups() {
        guard reading.isSound("faults") else { return }
        for group in scenario.clients.groups where group.count == 0 {
            let isJoined =
                has(ClientJoin.self) { $0.change.group == group.name }
                || has(ClientChurn.self) { $0.group == group.name }
            guard !isJoined else { continue }
            report(
                "clients.groups.\(group.name)",
                "clients.groups.\(group.name): nobody is in it, and no fault lets anybody join",
                expected: "at least 1, or a `client.join`"
            )
        }
    }

    func checkPublishers(_ selection: PublisherSelection, _ path: String) {
        guard reading.isSound("traffic", "apps"), case .one(let publisher) = selection else { return }
        let count = (scenario.traffic + scenario.apps.flatMap(\.traffic)).reduce(0) { $0 + $1.publishers }
        guard publisher.index >= count else { return }
        report(
            "\(path).publisher",
            "\(path).publisher: there is no publisher \(publisher)",
            expected: Self.names("p", count)
        )
    }

    /// A payload that the nodes take.
    func checkSize(_ size: Int, _ path: String) {
        let largest = scenario.nodes.signalr.inboundMessageBytesMax - Self.envelopeBytes
        guard size > largest, reading.isSound("nodes.inbound-limit", path) else { return }
        report(
            path,
            "\(path): the nodes would cut the connection of whoever sends this",
            expected: "at most \(ScenarioQuantity.size(largest))",
            remedy: "or raise `nodes: {inbound-limit: ...}`"
        )
    }

    /// Traffic ends when every publisher has its answers; one whose client does not read gets none.
    func checkTrafficGoesOn(without clients: ClientSelection, _ path: String, _ remedy: String) {
        guard reading.isSound("clients", "traffic") else { return }
        let publishers = scenario.traffic.reduce(0) { $0 + $1.publishers }
        let carriers = min(publishers, scenario.clients.count - scenario.clients.late)
        if case .named(let named) = clients, named.allSatisfy({ $0.index >= carriers }) { return }
        report("\(path).do", "\(path): clients that publish would never get an answer", remedy: "add \(remedy)")
    }

    /// Late clients come when a fault lets them.
    func checkLate() {
        let clients = scenario.clients
        guard clients.late > 0, reading.isSound("clients.late", "clients.count", "faults") else { return }
        if clients.late >= clients.count {
            report(
                "clients.late",
                "clients.late: nobody would be there at the start",
                expected: "at most \(clients.count - 1)"
            )
        } else if !has(ClientOpen.self), !has(ClientChurn.self, where: { $0.group == nil }) {
            report(
                "clients.late",
                "clients.late: nothing lets the late clients in",
                remedy: "add a fault, for example `- {at: 1s, do: client.open, count: \(clients.late)}`"
            )
        }
    }
}
