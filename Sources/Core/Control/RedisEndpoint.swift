/// Where a connection finds its Redis.
package enum RedisEndpoint: Codable, Hashable, Sendable {
    /// One server, come what may.
    case server(RedisAddress)
    /// The master that the sentinels name.
    case sentinels(SentinelEndpoint)
}
