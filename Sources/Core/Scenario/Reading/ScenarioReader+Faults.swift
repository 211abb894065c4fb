extension ScenarioReader {
    func faults(_ top: MappingReader, isPersistent: Bool) -> [FaultSpec] {
        top.items("faults", of: "faults, for example `- {at: 1s, do: redis.restart, down: 500ms}`", atMost: 1_000)
            .compactMap { path, tree in
                let fault = fault(path: path, tree: tree, isPersistent: isPersistent)
                if fault != nil { reading.faultPaths.append(path) }
                return fault
            }
    }

    private func fault(path: String, tree: ScenarioTree, isPersistent: Bool) -> FaultSpec? {
        let table = verb(path: path, tree: tree) ?? .anyFault
        let mapping = MappingReader(tree, path: path, keys: table, place: tree.place, reading: reading)
        guard tree.entries != nil else { return nil }
        let trigger = trigger(mapping)
        let action = action(table.name, mapping, isPersistent: isPersistent)
        guard let trigger, let action else { return nil }
        return FaultSpec(trigger: trigger, action: action, line: tree.place.line)
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

    // MARK: - Actions

    private func action(_ verb: String, _ mapping: MappingReader, isPersistent: Bool) -> FaultAction? {
        switch verb {
        case "redis.restart": return redisRestart(mapping, isPersistent: isPersistent)
        case "redis.freeze":
            return .redisFreeze(downMilliseconds: mapping.duration("down", in: 1...Self.longest) ?? Self.usualDown)
        case "node.kill":
            let down = mapping.duration("down", in: 0...Self.longest)
            return mapping.node("node").map { .nodeKill(node: $0, downMilliseconds: down) }
        case "node.restart":
            let down = mapping.duration("down", in: 0...Self.longest) ?? Self.usualDown
            return mapping.node("node").map { .nodeRestart(node: $0, downMilliseconds: down) }
        case "client.drop":
            let manner = mapping.word("manner", as: DropManner.self) ?? .reset
            let away = mapping.duration("away", in: 0...Self.longest) ?? 0
            return selection(mapping).map { .clientDrop($0, manner: manner, awayMilliseconds: away) }
        default: return nil
        }
    }

    /// How long a server is away where the fault does not say.
    private static let usualDown = 500

    private func redisRestart(_ mapping: MappingReader, isPersistent: Bool) -> FaultAction {
        let data = mapping.word("data", as: FaultAction.RestartData.self)
        if data == .keep, !isPersistent {
            mapping.report(
                mapping.place(of: "data"),
                "data",
                "a Redis without persistence keeps nothing",
                remedy: "write `data: wipe`, or `redis: {persistence: aof}`"
            )
        }
        return .redisRestart(
            downMilliseconds: mapping.duration("down", in: 0...Self.longest) ?? Self.usualDown,
            data: data ?? (isPersistent ? .keep : .wipe),
            manner: mapping.word("manner", as: FaultAction.StopManner.self) ?? .kill
        )
    }

    private func selection(_ mapping: MappingReader) -> ClientSelection? {
        let given = ScenarioKeys.selections.filter(mapping.has)
        guard given.count == 1 else {
            mapping.report(
                given.count > 1 ? mapping.keyPlace(of: given[1]) : mapping.place,
                "",
                given.isEmpty
                    ? "\(mapping.path) does not say which clients" : "\(mapping.path) chooses clients in two ways",
                expected: "one of `share: 10%`, `count: 5`, `clients: [c1, c2]`, `clients: all` and `node: n1`"
            )
            return nil
        }
        switch given[0] {
        case "share": return mapping.share("share").map { .share($0) }
        case "count": return mapping.count("count", in: 1...Self.clientsMax).map { .count($0) }
        case "node": return mapping.node("node").map { .onNode($0) }
        default: return namedClients(mapping)
        }
    }

    private func namedClients(_ mapping: MappingReader) -> ClientSelection? {
        let expected = "all, or a list of clients, for example `[c1, c2]`"
        guard let tree = mapping["clients"] else { return nil }
        let path = mapping.path(of: "clients")
        guard let items = tree.items else {
            guard let (text, _) = mapping.scalar(tree, "clients", expected: expected) else { return nil }
            if text == "all" { return .all }
            mapping.report(tree.place, "clients", "\(path) is neither: \(quote(text))", expected: expected)
            return nil
        }
        var clients: [ClientID] = []
        for item in items {
            guard let (text, _) = mapping.scalar(item, "clients", expected: expected) else { continue }
            if let client = ClientID(text), client.description == text, !clients.contains(client) {
                clients.append(client)
            } else {
                let problem = ClientID(text) == nil ? "is no client" : "is in the list twice"
                mapping.report(item.place, "clients", "\(quote(text)) \(problem)", expected: "c1, c2 and so on")
            }
        }
        if items.isEmpty { mapping.report(tree.place, "clients", "\(path) is empty", expected: expected) }
        return clients.isEmpty ? nil : .named(clients)
    }
}
