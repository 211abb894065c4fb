// Further applications on the same Redis.
extension ScenarioReader {
    func apps(_ top: MappingReader, beside redis: RedisSpec) -> [AppSpec] {
        let example = "applications, for example `- {app: shop, traffic: [{count: 100}]}`"
        return top.items("apps", of: example, atMost: Self.appsMax).compactMap { path, tree in
            let app = app(path: path, tree: tree, beside: redis)
            if app != nil { reading.appPaths.append(path) }
            return app
        }
    }

    private static let appsMax = 16

    private func app(path: String, tree: ScenarioTree, beside redis: RedisSpec) -> AppSpec? {
        let mapping = MappingReader(tree, path: path, keys: .app, place: tree.place, reading: reading)
        let traffic = traffic(mapping)
        let database = mapping.count("database", in: 0...1_023)
        let nodes = mapping.count("nodes", in: 1...Self.nodesMax)
        let clients = mapping.count("clients", in: 1...Self.clientsMax)
        guard let name = mapping.name("app") else { return nil }
        return AppSpec(
            name: name,
            database: database ?? redis.usualDatabase,
            nodes: nodes ?? Self.usualAppNodes,
            clients: clients ?? Self.usualAppClients,
            traffic: traffic
        )
    }

    private static let usualAppNodes = 2
    private static let usualAppClients = 4
}

extension RedisSpec {
    /// That of the main application, wherever it is written.
    fileprivate var usualDatabase: Int {
        guard let url, let address = try? RedisAddress(url: url) else { return database }
        return address.database
    }
}
