extension ScenarioReader {
    func faults(_ top: MappingReader, in setting: FaultSetting) -> [FaultSpec] {
        top.items("faults", of: "faults, for example `- {at: 1s, do: redis.restart, down: 500ms}`", atMost: 1_000)
            .compactMap { path, tree in
                let fault = fault(path: path, tree: tree, in: setting)
                if fault != nil { reading.faultPaths.append(path) }
                return fault
            }
    }

    private func fault(path: String, tree: ScenarioTree, in setting: FaultSetting) -> FaultSpec? {
        let table = verb(path: path, tree: tree) ?? .anyFault
        let mapping = MappingReader(tree, path: path, keys: table, place: tree.place, reading: reading)
        guard tree.entries != nil else { return nil }
        let trigger = trigger(mapping)
        let type = FaultCatalogue.readable.first { $0.verb == table.name }
        guard let fault = type?.init(mapping, in: setting), let trigger else { return nil }
        return FaultSpec(trigger: trigger, fault, line: tree.place.line)
    }

    /// The keys of the fault's verb; nil, and a report, when it has no known one.
    private func verb(path: String, tree: ScenarioTree) -> ScenarioKeys? {
        guard tree.entries != nil else { return nil }
        let mapping = MappingReader(free: tree, path: path, place: tree.place, reading: reading)
        let verbs = ScenarioKeys.verbs.map(\.name)
        guard mapping.has("do") else {
            mapping.report(tree.place, "do", "\(path) needs the key 'do'", expected: MappingReader.list(verbs))
            return nil
        }
        guard let (text, _) = mapping.scalar("do", expected: MappingReader.list(verbs)) else { return nil }
        if let table = ScenarioKeys.verbs.first(where: { $0.name == text }) { return table }
        mapping.refuseWord(text, at: mapping.place(of: "do"), "do", words: verbs, later: ScenarioKeys.laterVerbs)
        return nil
    }

    // MARK: - Triggers

    private func trigger(_ mapping: MappingReader) -> FaultTrigger? {
        let given = ScenarioKeys.triggers.filter(mapping.has)
        if given != ["every"] {
            for key in ScenarioKeys.repetition where mapping.has(key) {
                mapping.report(mapping.keyPlace(of: key), key, "\(mapping.path(of: key)) belongs to `every`")
            }
        }
        guard given.count == 1 else {
            mapping.report(
                given.count > 1 ? mapping.keyPlace(of: given[1]) : mapping.place,
                "",
                given.isEmpty ? "\(mapping.path) has no trigger" : "\(mapping.path) has more than one trigger",
                expected: "one of `at: 2s`, `every: 500ms` and `after: 2500 published`"
            )
            return nil
        }
        switch given[0] {
        case "at": return mapping.duration("at", in: 0...Self.longest).map { .at(milliseconds: $0) }
        case "every": return every(mapping)
        default: return after(mapping)
        }
    }

    private func every(_ mapping: MappingReader) -> FaultTrigger? {
        let period = mapping.duration("every", in: 1...Self.longest)
        let from = mapping.duration("from", in: 0...Self.longest)
        let until = mapping.duration("until", in: 0...Self.longest)
        let times = mapping.count("times", in: 1...100_000)
        let jitter = mapping.duration("jitter", in: 0...Self.longest)
        guard let period else { return nil }
        let first = from ?? period
        if let until, until < first {
            mapping.report(
                mapping.place(of: "until"),
                "until",
                "\(mapping.path(of: "until")) is before the first time, \(ScenarioQuantity.duration(first))"
            )
        }
        if let jitter, jitter >= period {
            mapping.report(
                mapping.place(of: "jitter"),
                "jitter",
                "\(mapping.path(of: "jitter")) must be less than `every`: repetitions would change places"
            )
        }
        return .every(
            milliseconds: period,
            fromMilliseconds: first,
            untilMilliseconds: until,
            times: times,
            jitterMilliseconds: jitter ?? 0
        )
    }

    private func after(_ mapping: MappingReader) -> FaultTrigger? {
        let words = FaultTrigger.CountedEvent.allCases.map(\.rawValue)
        let expected = "a number and \(MappingReader.list(words)), for example `2500 published`"
        guard let (text, _) = mapping.scalar("after", expected: expected) else { return nil }
        let parts = text.split(separator: " ").map(String.init)
        guard parts.count == 2, case .success(let count) = ScenarioQuantity.count(parts[0]), count > 0 else {
            let problem = "\(mapping.path(of: "after")) is no count: \(quote(text))"
            mapping.report(mapping.place(of: "after"), "after", problem, expected: expected)
            return nil
        }
        guard let event = FaultTrigger.CountedEvent(rawValue: parts[1]) else {
            mapping.refuseWord(parts[1], at: mapping.place(of: "after"), "after", words: words, later: [])
            return nil
        }
        return .after(count: count, of: event)
    }
}
