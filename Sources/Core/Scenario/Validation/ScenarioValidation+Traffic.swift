extension ScenarioValidation {
    /// What the hub invocation puts around a payload, at most.
    static let envelopeBytes = 256

    func checkTraffic() {
        for (index, traffic) in scenario.traffic.enumerated() {
            let path = "traffic.\(index)"
            for audience in traffic.audiences where reading.isSound("\(path).to") {
                checkAudience(audience, "\(path).to")
            }
            checkTraffic(traffic, path)
        }
    }

    /// Of any application.
    func checkTraffic(_ traffic: TrafficSpec, _ path: String) {
        if traffic.count < traffic.publishers, reading.isSound("\(path).count", "\(path).publishers") {
            report(
                "\(path).count",
                "\(path): \(traffic.publishers) publishers share \(traffic.count) messages",
                expected: "a count of at least \(traffic.publishers): one message for each publisher"
            )
        }
        if traffic.audiences.count > TrafficSpec.audiencesMax, reading.isSound("\(path).to") {
            report(
                "\(path).to",
                "\(path).to: a publisher sends to \(traffic.audiences.count) audiences",
                expected: "at most \(TrafficSpec.audiencesMax)",
                remedy: "spread them over several items of `traffic`"
            )
        }
        checkSize(traffic.size, "\(path).size")
        checkDuration(traffic, path)
    }

    func checkAudience(_ audience: Audience, _ path: String) {
        let (kind, name, known): (String, String, [GroupShare])
        switch audience {
        case .all: return
        case .app:
            return report(
                path,
                "\(path): an application sends to its own clients only",
                expected: "all, group:NAME or user:NAME",
                remedy: "write `to: all` in the traffic of that application"
            )
        case .group(let group): (kind, name, known) = ("group", group, scenario.clients.groups)
        case .user(let user): (kind, name, known) = ("user", user, scenario.clients.users)
        }
        guard reading.isSound("clients.\(kind)s"), !known.contains(where: { $0.name == name }) else { return }
        let names = known.map(\.name)
        report(
            path,
            "\(path): the \(kind) \(quote(name)) has no members",
            expected: names.isEmpty ? nil : MappingReader.list(names.prefix(20).map { "\(kind):\($0)" }),
            nearest: NearestWord.of(name, in: names).map { "\(kind):\($0)" },
            remedy: "or give it members: `clients: {\(kind)s: {\(MappingReader.isName(name) ? name : "NAME"): 2}}`"
        )
    }

    /// Traffic that cannot end before its deadline would make every run inconclusive.
    private func checkDuration(_ traffic: TrafficSpec, _ path: String) {
        let limit = scenario.limits.trafficMilliseconds
        guard reading.isSound("limits.traffic", "\(path).rate", "\(path).count", "\(path).at") else { return }
        let needed = traffic.ratePerSecond.map { Double(traffic.count) / $0 * 1_000 } ?? 0
        guard needed + Double(traffic.startMilliseconds) >= Double(limit) else { return }
        let end = ScenarioQuantity.duration(Int(min(needed, 1e15)) / 1_000 * 1_000 + traffic.startMilliseconds)
        report(
            needed >= Double(limit) ? "\(path).count" : "\(path).at",
            "\(path) would end after \(end); limits.traffic is \(ScenarioQuantity.duration(limit))",
            remedy: "raise the rate, lower the count, or raise `limits: {traffic: ...}`"
        )
    }
}
