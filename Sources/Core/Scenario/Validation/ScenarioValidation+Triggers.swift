// Whether what a fault waits for can come.
extension ScenarioValidation {
    func checkTrigger(_ trigger: FaultTrigger, ofFault index: Int, _ path: String) {
        switch trigger {
        case .at(let time): checkTime(time, "\(path).at")
        case .every(_, let from, _, _, _): checkTime(from, isWritten("\(path).from") ? "\(path).from" : "\(path).every")
        case .after(let count, let event, let subject): checkCount(count, of: event, by: subject, path)
        case .when(let sight, _, _): checkSight(sight, ofFault: index, path)
        case .hook(let hook): checkHook(hook, path)
        }
    }

    private func checkTime(_ time: Int, _ path: String) {
        let limit = scenario.limits.trafficMilliseconds
        guard time >= limit, reading.isSound("limits.traffic") else { return }
        report(
            path,
            "\(path): traffic is over by then; limits.traffic is \(ScenarioQuantity.duration(limit))",
            expected: "less than \(ScenarioQuantity.duration(limit))"
        )
    }

    // MARK: - Counts

    private func checkCount(
        _ count: Int,
        of event: FaultTrigger.CountedEvent,
        by subject: FaultTrigger.CountedSubject?,
        _ path: String
    ) {
        guard reading.isSound("traffic", "clients", "apps", "faults", "nodes.count") else { return }
        guard exists(subject, "\(path).after") else { return }
        let most = greatest(event, by: subject)
        guard count > most else { return }
        let preposition = event == .published ? "by" : "to"
        let whose = subject.map { " \(preposition) \($0)" } ?? ""
        report(
            "\(path).after",
            "\(path) would never happen: at most \(most) can be \(event.rawValue)\(whose)",
            expected: most > 0 ? "a number from 1 to \(most)" : "another trigger"
        )
    }

    /// False when whose count it is, is not there; that is told then.
    private func exists(_ subject: FaultTrigger.CountedSubject?, _ path: String) -> Bool {
        switch subject {
        case nil: return true
        case .publisher(let publisher):
            guard share(of: publisher) == nil else { return true }
            let count = allTraffic.reduce(0) { $0 + $1.spec.publishers }
            report(path, "\(path): there is no publisher \(publisher)", expected: Self.names("p", count))
            return false
        case .client(let client):
            checkClient(client, path)
            return client.index < scenario.clientCount
        case .node(let node):
            checkNode(node, path)
            return node.index < nodesAtMost
        case .group(let name):
            let names = scenario.clients.groups.map(\.name)
            guard !names.contains(name) else { return true }
            report(
                path,
                "\(path): there is no group \(quote(name))",
                nearest: NearestWord.of(name, in: names).map { "group:\($0)" },
                remedy: "give it members: `clients: {groups: {red: 2}}`"
            )
            return false
        }
    }

    /// What a count can come to, at most.
    private func greatest(_ event: FaultTrigger.CountedEvent, by subject: FaultTrigger.CountedSubject?) -> Int {
        let clients = scenario.clientCount
        switch (event, subject) {
        case (.published, .publisher(let publisher)): return (share(of: publisher) ?? 0).adding(addedMessages)
        case (.published, _): return published
        case (.connected, .node(let node)): return clientsOfApplication(node)
        case (.connected, _): return canOpen ? clients : clients - scenario.clients.late
        case (.joined, .group(let name)): return canJoin ? scenario.clients.count : share(of: name)
        case (.joined, _):
            let groups = scenario.clients.groups
            return canJoin ? groups.count * scenario.clients.count : groups.reduce(0) { $0 + $1.count }
        case (.delivered, let subject):
            let isOne = if case .client? = subject { true } else { false }
            let planned = allTraffic.reduce(0) { sum, item in
                let most = item.spec.audiences.map { members($0, of: item.clients) }.max() ?? 0
                return sum.adding(item.spec.count.times(isOne ? min(1, most) : most))
            }
            return planned.adding(addedMessages.times(isOne ? 1 : clients))
        }
    }

    /// What a publisher of `traffic` has to send; nil when there is none of this number.
    private func share(of publisher: PublisherID) -> Int? {
        var position = publisher.index
        for (spec, _) in allTraffic {
            if position < spec.publishers {
                return RunPlan.share(of: spec.count, position: position, among: spec.publishers)
            }
            position -= spec.publishers
        }
        return nil
    }

    /// Messages that faults publish, in all.
    var addedMessages: Int {
        scenario.faults.reduce(0) { sum, spec in
            let added = (spec.fault.value as? any ReadableFault)?.addedMessages ?? 0
            return sum.adding(added.times(spec.timesAtMost))
        }
    }

    /// With the number of clients of its application.
    private var allTraffic: [(spec: TrafficSpec, clients: Int)] {
        scenario.traffic.map { ($0, scenario.clients.count) }
            + scenario.apps.flatMap { app in app.traffic.map { ($0, app.clients) } }
    }

    private func members(_ audience: Audience, of clients: Int) -> Int {
        switch audience {
        case .all, .app: clients
        case .group(let name): canJoin ? clients : share(of: name)
        case .user(let name): scenario.clients.users.first { $0.name == name }?.count ?? 0
        }
    }

    private func share(of group: String) -> Int {
        scenario.clients.groups.first { $0.name == group }?.count ?? 0
    }

    /// Faults let clients join groups besides those that they are in.
    private var canJoin: Bool { has(["client.join", "client.churn"]) }
    private var canOpen: Bool { has(["client.open"]) }

    private func has(_ verbs: Set<String>) -> Bool { scenario.faults.contains { verbs.contains($0.fault.verb) } }

    private func clientsOfApplication(_ node: NodeID) -> Int {
        scenario.app(of: node)?.clients ?? scenario.clients.count
    }
}

extension Int {
    /// Bounded by the greatest number there is.
    fileprivate func adding(_ other: Int) -> Int {
        let (sum, overflow) = addingReportingOverflow(other)
        return overflow ? .max : sum
    }

    fileprivate func times(_ factor: Int) -> Int {
        let (product, overflow) = multipliedReportingOverflow(by: factor)
        return overflow ? .max : product
    }
}
