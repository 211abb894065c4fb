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
        let type = FaultCatalogue.readable.first { $0.verb == table.name }
        let timing = timing(mapping, keysOfVerb: type?.keys ?? [])
        guard let fault = type?.init(mapping, in: setting), let timing else { return nil }
        return FaultSpec(trigger: timing.trigger, fault, again: timing.again, line: tree.place.line)
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
        mapping.refuseWord(text, at: mapping.place(of: "do"), "do", words: verbs, later: [])
        return nil
    }
}
