/// The hubs of a node, found by name in any case.
struct HubRegistry {
    /// One hub with its methods in a table.
    struct Entry {
        let name: String
        let hub: any Hub
        fileprivate let methods: [String: HubMethod]

        /// Nil when the hub has no method of this name and number of arguments.
        func method(_ name: String, arguments: Int) -> HubMethod? {
            guard let method = methods[name] ?? methods[name.lowercased()], method.parameters == arguments else {
                return nil
            }
            return method
        }
    }

    private var entries: [String: Entry] = [:]
    /// In the server's own casing.
    let names: [String]

    init(_ hubs: [any Hub]) {
        names = hubs.map { type(of: $0).name }
        for hub in hubs {
            var methods: [String: HubMethod] = [:]
            for method in hub.methods {
                // Both keys, so that the usual spelling is found without making a lower-case copy.
                methods[method.name] = method
                methods[method.name.lowercased()] = method
            }
            let entry = Entry(name: type(of: hub).name, hub: hub, methods: methods)
            entries[entry.name] = entry
            entries[entry.name.lowercased()] = entry
        }
    }

    /// The hubs that every node has.
    static var standard: HubRegistry { HubRegistry([ChatHub(), RollcallHub()]) }

    subscript(name: String) -> Entry? {
        entries[name] ?? entries[name.lowercased()]
    }
}
