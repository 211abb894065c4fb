extension ScenarioReader {
    func clients(_ top: MappingReader) -> ClientsSpec {
        let mapping = section("clients", .clients, in: top)
        var clients = ClientsSpec()
        assign(placement(mapping), to: &clients.placement)
        if case .fixed(let counts) = clients.placement { clients.count = max(1, counts.values.reduce(0, +)) }
        assign(mapping.count("count", in: 1...Self.clientsMax), to: &clients.count)
        assign(mapping.word("reconnect", as: ReconnectPolicy.self), to: &clients.reconnect)
        clients.groups = shares("groups", mapping, from: 0)
        clients.users = shares("users", mapping, from: 1)
        assign(mapping.count("late", in: 0...Self.clientsMax), to: &clients.late)
        clients.perProcess = mapping.count("per-process", in: 1...Self.clientsMax)
        return clients
    }

    private enum PlacementWord: String, CaseIterable {
        case roundRobin = "round-robin"
        case sticky, random
        case leastConnections = "least-connections"
        case healthAware = "health-aware"
    }

    private func placement(_ mapping: MappingReader) -> ClientsSpec.Placement? {
        guard let tree = mapping["placement"] else { return nil }
        if tree.entries != nil { return fixedPlacement(tree, mapping.place) }
        guard let (text, _) = mapping.scalar(tree, "placement", expected: Self.placements) else { return nil }
        switch PlacementWord(rawValue: text) {
        case .roundRobin: return .roundRobin
        case .sticky: return .sticky
        case .random: return .random
        case .leastConnections: return .leastConnections
        case .healthAware: return .healthAware
        case nil:
            mapping.report(
                tree.place,
                "placement",
                "clients.placement cannot be \(quote(text))",
                expected: Self.placements,
                nearest: NearestWord.of(text, in: PlacementWord.allCases.map(\.rawValue))
            )
            return nil
        }
    }

    private static let placements =
        "round-robin, sticky, random, least-connections, health-aware or so many on each node, as `{n1: 40, n2: 20}`"

    private func fixedPlacement(_ tree: ScenarioTree, _ place: ScenarioPlace) -> ClientsSpec.Placement? {
        let mapping = MappingReader(free: tree, path: "clients.placement", place: place, reading: reading)
        var counts: [NodeID: Int] = [:]
        for (key, place) in mapping.keys {
            guard let node = NodeID(key), node.description == key else {
                mapping.report(place, key, "\(quote(key)) is no node", expected: "n1, n2 and so on")
                continue
            }
            counts[node] = mapping.count(key, in: 0...Self.clientsMax)
        }
        return .fixed(counts)
    }

    /// `{red: 20, blue: 20}`, in the order of the file.
    private func shares(_ key: String, _ clients: MappingReader, from least: Int) -> [GroupShare] {
        let mapping = MappingReader(free: clients[key], path: "clients.\(key)", place: clients.place, reading: reading)
        return mapping.keys.compactMap { name, place in
            guard MappingReader.isName(name) else {
                mapping.report(place, name, "\(quote(name)) is no name", expected: MappingReader.nameRule)
                return nil
            }
            return mapping.count(name, in: least...Self.clientsMax).map { GroupShare(name: name, count: $0) }
        }
    }
}
