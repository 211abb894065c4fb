/// A step of a message on its way, in order (DESIGN section 5: each violation is explained by its hops).
package enum Hop: String, Codable, Hashable, Sendable, CaseIterable {
    /// The publishing client.
    case publisher
    /// From the publishing client to its node.
    case publisherToNode = "publisher-to-node"
    /// Inside the node that took it, before Redis acknowledged it.
    case sendingNode = "sending-node"
    /// From the node that took it to Redis.
    case nodeToRedis = "node-to-redis"
    /// Inside Redis: taken, and not given on, or taken away again.
    case redis
    /// From Redis to the node of the client.
    case redisToNode = "redis-to-node"
    /// Inside the node of the client, before it was handed to clients.
    case receivingNode = "receiving-node"
    /// From the node to the client.
    case nodeToClient = "node-to-client"
    /// Inside the receiving client.
    case client
    /// What is on record does not tell.
    case unknown
}
