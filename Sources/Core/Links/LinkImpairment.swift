/// What a link does to its connections as long as it lasts. Any number of them work on one link together: silence wins,
/// delays add up, the lowest rate counts. None loses, doubles or reorders a byte of a connection that is not ended.
package enum LinkImpairment: Hashable, Sendable {
    /// Nothing is forwarded, ends of connections included, and nothing is told to anybody. New connections are accepted
    /// and not dialled.
    case blackhole(LinkWays, LinkConnections = .all)
    /// New connections get ECONNREFUSED.
    case refuse
    /// New connections are accepted and not dialled; those that exist go on.
    case acceptHang
    /// Every byte is that much later, and up to the jitter more, drawn from the seed. The order stays.
    case latency(milliseconds: Int, jitterMilliseconds: Int = 0, LinkWays = .both)
    /// Bytes per second of each connection and way.
    case bandwidth(bytesPerSecond: Int, LinkWays = .both)
    /// A connection on which nothing came for so long, from either end, is given up.
    case idleCull(milliseconds: Int, CullManner)
}

/// The connections that a blackhole swallows: the key `connections` of scenario files.
package enum LinkConnections: String, Hashable, Sendable, CaseIterable {
    case all
    /// Those that are open when it begins.
    case existing
    /// Those that come while it lasts.
    case new
}

/// What becomes of a connection that was idle for too long: the key `manner` of `link.idle-cull`.
package enum CullManner: String, Hashable, Sendable, CaseIterable {
    /// Nobody is told, and nothing passes any more.
    case silent
    case reset
    case close
}
