// Faults that contradict each other. Only what is known for certain from the file is refused; the rest is left to the run,
// where the second of two faults fails.
extension ScenarioValidation {
    /// Two faults that hold one thing at the same time: each would heal what the other broke.
    func checkOverlaps() {
        guard reading.isSound("faults", "redis", "nodes.count", "apps") else { return }
        var windows: [String: [HoldingTime]] = [:]
        for (index, spec) in scenario.faults.enumerated() {
            let things = spec.fault.value.holds.flatMap { Array(self.things(in: $0, heldBy: spec.fault) ?? []) }
            guard !things.isEmpty else { continue }
            let own = self.windows(ofFault: index)
            checkPeriod(own, spec, reading.faultPaths[index])
            for thing in Set(things) { windows[thing, default: []] += own }
        }
        var told: Set<Int> = []
        for thing in windows.keys.sorted() {
            guard let (first, second) = Self.clash(in: windows[thing] ?? []) else { continue }
            guard told.insert(max(first.fault, second.fault)).inserted else { continue }
            tell(first, second, thing)
        }
    }

    private struct HoldingTime {
        let fault: Int
        /// Earliest and latest start, in milliseconds since the start of traffic.
        let starts: ClosedRange<Int>
        let lasts: Int
    }

    /// Repetitions of one fault that are looked at; the rest repeats the pattern.
    private static let repetitionsMax = 100

    /// When a fault happens, as far as it is known; empty when it is not.
    private func windows(ofFault index: Int) -> [HoldingTime] {
        let spec = scenario.faults[index]
        switch spec.trigger {
        case .after, .when, .hook: return []
        case .at(let time):
            return length(ofFault: index, from: time).map {
                [HoldingTime(fault: index, starts: time...time, lasts: $0)]
            } ?? []
        case .every(let period, let from, _, _, let jitter):
            return (0..<min(spec.timesAtMost, Self.repetitionsMax)).compactMap { number in
                let start = from + number * period
                guard start < scenario.limits.trafficMilliseconds else { return nil }
                return length(ofFault: index, from: start).map {
                    HoldingTime(fault: index, starts: start...(start + jitter), lasts: $0)
                }
            }
        }
    }

    /// How long what begins at a time lasts; nil when that is not known. What is not undone lasts to the end.
    private func length(ofFault index: Int, from start: Int) -> Int? {
        let spec = scenario.faults[index]
        if let lasts = spec.fault.value.lastsMilliseconds { return lasts }
        guard let verbs = FaultUndoing.verbs(undoing: spec.fault.verb) else { return nil }
        var end = Int.max - start
        for other in scenario.faults where verbs.contains(other.fault.verb) && concerns(other.fault, spec.fault) {
            guard case .at(let time) = other.trigger, other.again == nil else { return nil }
            if time >= start { end = min(end, time - start) }
        }
        return end
    }

    /// The first two that surely meet. One fault that meets itself is for ``checkPeriod(_:_:_:)``.
    private static func clash(in windows: [HoldingTime]) -> (HoldingTime, HoldingTime)? {
        var longest: HoldingTime?
        for window in windows.sorted(by: { ($0.starts.lowerBound, $0.fault) < ($1.starts.lowerBound, $1.fault) }) {
            if let longest, longest.fault != window.fault, longest.starts.upperBound <= window.starts.lowerBound,
                window.starts.upperBound - longest.starts.lowerBound <= longest.lasts
            {
                return (longest, window)
            }
            let isLonger =
                longest.map { window.starts.lowerBound - $0.starts.lowerBound > $0.lasts - window.lasts } ?? true
            if isLonger { longest = window }
        }
        return nil
    }

    private func tell(_ first: HoldingTime, _ second: HoldingTime, _ thing: String) {
        let faults = scenario.faults
        let path = reading.faultPaths[second.fault]
        let from = ScenarioQuantity.duration(first.starts.lowerBound)
        let isForGood = first.lasts >= ScenarioReader.longest
        let until = isForGood ? "for good" : "to " + ScenarioQuantity.duration(first.starts.upperBound + first.lasts)
        report(
            path,
            "\(path) takes the \(thing) at \(ScenarioQuantity.duration(second.starts.lowerBound)), and "
                + "\(faults[first.fault].fault.verb) in line \(faults[first.fault].line) holds it from \(from) \(until)",
            remedy: isForGood
                ? "give the one in line \(faults[first.fault].line) an end, or remove one of the two"
                : "let it begin later, when the other one has healed"
        )
    }

    /// A fault that comes again before it has healed.
    private func checkPeriod(_ own: [HoldingTime], _ spec: FaultSpec, _ path: String) {
        guard case .every(let period, _, _, _, _) = spec.trigger,
            let early = zip(own, own.dropFirst()).first(where: { $0.0.lasts >= period })?.0
        else { return }
        let isForGood = early.lasts >= ScenarioReader.longest
        let lasts = isForGood ? "nothing ends it" : "lasts \(ScenarioQuantity.duration(early.lasts))"
        report(
            "\(path).every",
            "\(path) comes again every \(ScenarioQuantity.duration(period)), and \(lasts)",
            expected: isForGood ? nil : "more than \(ScenarioQuantity.duration(early.lasts))",
            remedy: isForGood ? "say how long it lasts, or undo it each time" : nil
        )
    }
}

// Verbs that undo what another left behind.
extension ScenarioValidation {
    func checkUndoing() {
        guard reading.isSound("faults", "redis", "nodes.count", "apps") else { return }
        for (path, spec) in zip(reading.faultPaths, scenario.faults) {
            guard let undone = FaultUndoing.verbs(undoneBy: spec.fault.verb), !hasLateClients(spec.fault) else {
                continue
            }
            let causes = scenario.faults.filter {
                undone.contains($0.fault.verb) && $0.fault.value.lastsMilliseconds == nil
                    && concerns(spec.fault, $0.fault)
            }
            guard !causes.contains(where: { Self.canPrecede($0.trigger, spec.trigger) }) else { continue }
            // What it heals is looked up by itself, in more telling words.
            if causes.isEmpty, spec.fault.value is LinkHeal { continue }
            let verbs = MappingReader.list(undone.sorted().map { "`\($0)`" })
            report(
                path,
                causes.isEmpty
                    ? "\(path): \(spec.fault.verb) has nothing to undo: no fault leaves \(spec.fault.target) that way"
                    : "\(path): \(spec.fault.verb) comes before what it is to undo, in line \(causes[0].line)",
                remedy: causes.isEmpty ? "add \(verbs) without a time, before it" : "let it come later"
            )
        }
    }

    /// Clients that stay away from the start need nobody to close them.
    private func hasLateClients(_ fault: AnyFault) -> Bool {
        fault.verb == "client.open" && scenario.clients.late > 0
    }

    private static func canPrecede(_ first: FaultTrigger, _ second: FaultTrigger) -> Bool {
        guard case .at(let end) = second else { return true }
        return switch first {
        case .at(let start): start <= end
        case .every(_, let from, _, _, _): from <= end
        case .after, .when, .hook: true
        }
    }

    /// The one can be about what the other is about.
    private func concerns(_ one: AnyFault, _ other: AnyFault) -> Bool {
        if let heal = one.value as? LinkHeal { return heal.heals(other.value) }
        if let heal = other.value as? LinkHeal { return heal.heals(one.value) }
        guard !one.verb.hasPrefix("client."), let left = things(named: Self.subject(of: one), by: one),
            let right = things(named: Self.subject(of: other), by: other)
        else { return true }
        return !left.isDisjoint(with: right)
    }
}

// What names stand for.
extension ScenarioValidation {
    /// `n1` of `n1, before-write`.
    private static func subject(of fault: AnyFault) -> String { String(fault.target.prefix { $0 != "," }) }

    /// `process of master` as `process of r1`; nil when only the run can tell.
    private func things(in text: String, heldBy fault: AnyFault) -> Set<String>? {
        guard let split = text.ranges(of: " of ").last else { return [text] }
        return things(named: String(text[split.upperBound...]), by: fault).map { names in
            Set(names.map { text[..<split.upperBound] + $0 })
        }
    }

    /// `n2.sub` is a server for faults on Redis, and a link for the others.
    private func things(named name: String, by fault: AnyFault) -> Set<String>? {
        if fault.verb.hasPrefix("redis."), let target = RedisTarget(name == "redis" ? "master" : name) {
            return things(of: target)
        }
        if let link = LinkSelector(name), let names = things(of: link) { return names }
        return [name]
    }

    private func things(of target: RedisTarget) -> Set<String>? {
        let servers = (0..<serverCount).map { ServerID(index: $0).description }
        let sentinels = (0..<sentinelCount).map { SentinelID(index: $0).description }
        return switch target {
        case .master, .holder: canPromote ? nil : ["r1"]
        case .replica: !canPromote && servers.count == 2 ? ["r2"] : nil
        case .oldMaster: nil
        case .server(let server): [server.description]
        case .sentinel(let sentinel): [sentinel.description]
        case .allServers: Set(servers)
        case .allSentinels: Set(sentinels)
        case .all: Set(servers + sentinels)
        }
    }

    /// Of the links of nodes; the others are taken by their names.
    private func things(of link: LinkSelector) -> Set<String>? {
        let nodes: [NodeID]
        switch link.owner {
        case .node(let node): nodes = [node]
        case .nodes: nodes = (0..<nodesAtMost).map { NodeID(index: $0) }
        case .client, .clients, .replica, .replicas, .sentinel, .sentinels: return nil
        }
        if link.part == .all, case .node(let node) = link.owner { return [node.description] }
        let parts: [LinkSelector.Part] = link.part == .redis ? [.sub, .pub] : [link.part]
        return Set(nodes.flatMap { node in parts.map { LinkSelector(.node(node), $0).description } })
    }
}
