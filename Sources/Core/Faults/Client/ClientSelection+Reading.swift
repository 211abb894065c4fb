extension ClientSelection {
    /// Which clients a fault hits; exactly one of them.
    static let keys = ["share", "count", "clients", "node"]
}

extension MappingReader {
    func clientSelection(by keys: [String] = ClientSelection.keys) -> ClientSelection? {
        let given = keys.filter(has)
        guard given.count == 1 else {
            report(
                given.count > 1 ? keyPlace(of: given[1]) : place,
                "",
                given.isEmpty
                    ? "\(path) does not say which clients" : "\(path) chooses clients in two ways",
                expected: "one of `share: 10%`, `count: 5`, `clients: [c1, c2]`"
                    + (keys.contains("node") ? ", `clients: all` and `node: n1`" : " and `clients: all`")
            )
            return nil
        }
        switch given[0] {
        case "share": return share("share").map { .share($0) }
        case "count": return count("count", in: 1...ScenarioReader.clientsMax).map { .count($0) }
        case "node": return node("node").map { .onNode($0) }
        default: return namedClients()
        }
    }

    private func namedClients() -> ClientSelection? {
        let expected = "all, or a list of clients, for example `[c1, c2]`"
        guard let tree = self["clients"] else { return nil }
        let name = path(of: "clients")
        guard let items = tree.items else {
            guard let (text, _) = scalar(tree, "clients", expected: expected) else { return nil }
            if text == "all" { return .all }
            report(tree.place, "clients", "\(name) is neither: \(quote(text))", expected: expected)
            return nil
        }
        var clients: [ClientID] = []
        for item in items {
            guard let (text, _) = scalar(item, "clients", expected: expected) else { continue }
            if let client = ClientID(text), client.description == text, !clients.contains(client) {
                clients.append(client)
            } else {
                let problem = ClientID(text) == nil ? "is no client" : "is in the list twice"
                report(item.place, "clients", "\(quote(text)) \(problem)", expected: "c1, c2 and so on")
            }
        }
        if items.isEmpty { report(tree.place, "clients", "\(name) is empty", expected: expected) }
        return clients.isEmpty ? nil : .named(clients)
    }
}
