// The JSON of an endpoint: an object with one key, `server` or `sentinels`. docs/control-protocol.md shows both.

extension RedisEndpoint: Codable {
    private enum Key: String, CodingKey { case server, sentinels }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        switch (fields.contains(.server), fields.contains(.sentinels)) {
        case (true, false): self = .server(try fields.decode(RedisAddress.self, forKey: .server))
        case (false, true): self = .sentinels(try fields.decode(SentinelEndpoint.self, forKey: .sentinels))
        case (true, true), (false, false):
            throw DecodingError.dataCorrupted(
                DecodingError.Context(
                    codingPath: decoder.codingPath,
                    debugDescription: "a Redis is given by either \"server\" or \"sentinels\"; "
                        + "docs/control-protocol.md shows both"
                )
            )
        }
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        switch self {
        case .server(let address): try fields.encode(address, forKey: .server)
        case .sentinels(let endpoint): try fields.encode(endpoint, forKey: .sentinels)
        }
    }
}

extension SentinelEndpoint: Codable {
    private enum Key: String, CodingKey { case masterName, sentinels, login, discovery, routes }

    package init(from decoder: any Decoder) throws {
        let fields = try decoder.container(keyedBy: Key.self)
        let sentinels = try fields.decode([RedisAddress].self, forKey: .sentinels)
        guard !sentinels.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .sentinels,
                in: fields,
                debugDescription: "a master is found through one sentinel at least"
            )
        }
        // Numbers are no keys in JSON: as [UInt16: UInt16] they would become a flat list.
        let routes = try fields.decodeIfPresent([String: UInt16].self, forKey: .routes) ?? [:]
        self.init(
            masterName: try fields.decode(String.self, forKey: .masterName),
            sentinels: sentinels,
            login: try fields.decode(RedisAddress.self, forKey: .login),
            discovery: try fields.decode(MasterDiscovery.self, forKey: .discovery),
            routes: try [UInt16: UInt16](
                routes.map { name, port in
                    guard let named = UInt16(name) else {
                        throw DecodingError.dataCorruptedError(
                            forKey: .routes,
                            in: fields,
                            debugDescription: "\"\(name)\" is no port"
                        )
                    }
                    return (named, port)
                },
                uniquingKeysWith: { first, _ in first }
            )
        )
    }

    package func encode(to encoder: any Encoder) throws {
        var fields = encoder.container(keyedBy: Key.self)
        try fields.encode(masterName, forKey: .masterName)
        try fields.encode(sentinels, forKey: .sentinels)
        try fields.encode(login, forKey: .login)
        try fields.encode(discovery, forKey: .discovery)
        let routes = [String: UInt16](uniqueKeysWithValues: routes.map { ("\($0)", $1) })
        try fields.encode(routes, forKey: .routes)
    }
}
