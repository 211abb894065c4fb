/// Where a connection finds its Redis.
package enum RedisEndpoint: Hashable, Sendable {
    /// One server, come what may.
    case server(RedisAddress)
    /// The master that the sentinels name.
    case sentinels(SentinelEndpoint)
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
