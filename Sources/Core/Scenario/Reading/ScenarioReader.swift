/// Reads a ``ScenarioTree`` into a ``Scenario``: keys, types, units and ranges. What the values mean together is checked
/// by ``ScenarioValidation``.
struct ScenarioReader {
    let reading: ScenarioReading
    /// Overrides `nodes.backplane`, as `--backplane` does.
    let backplane: BackplaneKind?

    /// Always a scenario; where something was wrong it has the default, and `reading` says so.
    func scenario(of tree: ScenarioTree) -> Scenario {
        let top = MappingReader(tree, path: "", keys: .scenario, place: .start, reading: reading)
        let nodes = nodes(top)
        let redis = redis(top, for: nodes.backplane)
        var expect = expectation(top, backplane: nodes.backplane)
        if nodes.backplane == .stream { expect.weaken(because: StreamRedis.weaknesses(of: redis)) }
        return Scenario(
            name: scenarioName(top) ?? "unnamed",
            about: about(top) ?? "",
            seed: top.seed("seed"),
            redis: redis,
            nodes: nodes,
            clients: clients(top),
            traffic: traffic(top),
            apps: apps(top, beside: redis),
            faults: faults(top, in: FaultSetting(redis: redis)),
            expect: expect,
            limits: limits(top)
        )
    }

    func section(_ key: String, _ keys: ScenarioKeys, in top: MappingReader) -> MappingReader {
        MappingReader(top[key], path: key, keys: keys, place: top.place, reading: reading)
    }

    private func scenarioName(_ top: MappingReader) -> String? {
        let rule = "1 to 64 lower-case letters, digits and dashes, for example `redis-restart`"
        guard let tree = top["scenario"], let (text, _) = top.scalar(tree, "scenario", expected: rule) else {
            return nil
        }
        let isName =
            MappingReader.isName(text) && !text.contains("_") && text == text.lowercased() && !text.hasPrefix("-")
            && !text.hasSuffix("-")
        guard isName else {
            top.report(tree.place, "scenario", "\(quote(text)) is no name for a scenario", expected: rule)
            return nil
        }
        return text
    }

    private func about(_ top: MappingReader) -> String? {
        guard let tree = top["about"], let (text, _) = top.scalar(tree, "about", expected: "text") else { return nil }
        return text.split { $0.isWhitespace }.joined(separator: " ")
    }

    private func limits(_ top: MappingReader) -> LimitsSpec {
        let mapping = section("limits", .limits, in: top)
        var limits = LimitsSpec()
        let range = 100...Self.longest
        assign(mapping.duration("start", in: range), to: &limits.startMilliseconds)
        assign(mapping.duration("connect", in: range), to: &limits.connectMilliseconds)
        assign(mapping.duration("traffic", in: range), to: &limits.trafficMilliseconds)
        assign(mapping.duration("settle", in: range), to: &limits.settleMilliseconds)
        return limits
    }

    /// No time in a scenario is longer than a day.
    static let longest = 86_400_000
    static let nodesMax = 64
    /// Of the largest message that nodes take.
    static let inboundBytesMax = 65 << 20
    static let clientsMax = 100_000
    /// Of the log of the `stream` backplane.
    static let logBytesMax = 64 << 30
    /// Of one kind of traffic.
    static let messagesMax = 100_000_000
}

/// Keeps the default where a field is absent or wrong.
func assign<Value>(_ value: Value?, to target: inout Value) {
    if let value { target = value }
}
