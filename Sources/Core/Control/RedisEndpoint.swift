/// Where a connection finds its Redis.
package enum RedisEndpoint: Hashable, Sendable {
    /// One server, come what may.
    case server(RedisAddress)
    /// The master that the sentinels name.
    case sentinels(SentinelEndpoint)
}

extension RedisEndpoint {
    /// The same servers, with another database; nil leaves it.
    package func inDatabase(_ database: Int?) -> RedisEndpoint {
        guard let database else { return self }
        switch self {
        case .server(var address):
            address.database = database
            return .server(address)
        case .sentinels(var endpoint):
            endpoint.login.database = database
            return .sentinels(endpoint)
        }
    }
}

extension RedisEndpoint: CustomStringConvertible {
    /// Without a password, so that it can stand in any message.
    package var description: String {
        switch self {
        case .server(let address): "Redis at \(address)"
        case .sentinels(let endpoint): endpoint.description
        }
    }
}
