extension ScenarioValidation {
    func checkApps() {
        guard !scenario.apps.isEmpty else { return }
        var names: [String: String] = reading.isSound("nodes.app") ? [scenario.nodes.app: "nodes.app"] : [:]
        for (path, app) in zip(reading.appPaths, scenario.apps) {
            checkName(app, path, names[app.name])
            if names[app.name] == nil { names[app.name] = "\(path).app" }
            checkDatabase(app.database, "\(path).database")
            for (index, traffic) in app.traffic.enumerated() {
                checkAudiences(of: traffic, "\(path).traffic.\(index)")
                checkTraffic(traffic, "\(path).traffic.\(index)")
            }
        }
        checkTotals()
        if scenario.nodes.balancer != nil, reading.isSound("nodes.balancer") {
            report(
                "nodes.balancer",
                "nodes.balancer: a balancer stands in front of one application, and this run has several",
                remedy: "remove it, or remove `apps`"
            )
        }
    }

    /// Two applications of one name are one: they would hear each other, in whatever database.
    private func checkName(_ app: AppSpec, _ path: String, _ other: String?) {
        guard let other else { return }
        report(
            "\(path).app",
            "\(path).app: \(quote(app.name)) is the name of \(other) too, so the two would hear each other",
            remedy: "take another name; another database does not keep them apart, for channels belong to none"
        )
    }

    private func checkAudiences(of traffic: TrafficSpec, _ path: String) {
        guard reading.isSound("\(path).to"), traffic.audiences != [.all] else { return }
        report(
            "\(path).to",
            "\(path).to: groups and users belong to the main application",
            expected: "all: every client of this application"
        )
    }

    private func checkTotals() {
        guard reading.isSound("nodes.count", "clients.count", "clients.placement", "apps") else { return }
        if scenario.nodesAtStart > ScenarioReader.nodesMax {
            report(
                "apps",
                "apps: with them there are \(scenario.nodesAtStart) nodes",
                expected: "at most \(ScenarioReader.nodesMax) of all applications together"
            )
        }
        if scenario.clientCount > ScenarioReader.clientsMax {
            report(
                "apps",
                "apps: with them there are \(scenario.clientCount) clients",
                expected: "at most \(ScenarioReader.clientsMax) of all applications together"
            )
        }
    }

    /// A Redis that we start has so many; of one that is given only it knows.
    func checkDatabase(_ database: Int, _ path: String) {
        let databases = scenario.redis.config["databases"].flatMap { Int($0) } ?? 16
        guard scenario.redis.url == nil, database >= databases else { return }
        report(
            path,
            "\(path): this Redis has \(databases) databases",
            expected: "a number from 0 to \(max(0, databases - 1))",
            remedy: "or write `redis: {config: {databases: \(database + 1)}}`"
        )
    }

    /// What publishers send leaves them on the channel of their own application, whomever it is for.
    func checkApplication(of audience: Audience, _ publishers: PublisherSelection, _ path: String) {
        guard !scenario.apps.isEmpty, reading.isSound("apps", "traffic") else { return }
        guard case .one(let publisher) = publishers else {
            return report(
                "\(path).to",
                "\(path).to: the publishers belong to several applications",
                remedy: "name one of them, `publisher: p1`, or leave `to` out: each sends to its own audiences"
            )
        }
        let isOfMain = publisher.index < scenario.traffic.reduce(0) { $0 + $1.publishers }
        guard audience != .all, !isOfMain else { return }
        report("\(path).to", "\(path).to: groups and users belong to the main application", expected: "all")
    }

    /// Clients of another application would join a group of theirs, which nobody sends to.
    func checkMembers(_ clients: ClientSelection, _ path: String) {
        guard !scenario.apps.isEmpty, reading.isSound("apps", "clients", "nodes.count") else { return }
        switch clients {
        case .named(let named) where named.allSatisfy({ $0.index < scenario.clients.count }): return
        case .onNode(let node) where scenario.app(of: node) == nil: return
        case .named, .onNode, .all, .count, .share: break
        }
        report(
            path,
            "\(path): groups belong to the main application, and these clients may be of another",
            remedy: "name clients of the main one, for example `clients: [c1]` or `node: n1`"
        )
    }
}
