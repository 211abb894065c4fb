/// The sentinels of a Redis. Defaults make failovers short and honest (reference harness-anchors, section 5.4).
package struct SentinelSpec: Codable, Hashable, Sendable {
    package var count: Int
    /// How many must agree that the master is down; nil is a majority.
    package var quorum: Int?
    package var downAfterMilliseconds: Int
    package var failoverTimeoutMilliseconds: Int

    package init(
        count: Int = 3,
        quorum: Int? = nil,
        downAfterMilliseconds: Int = 500,
        failoverTimeoutMilliseconds: Int = 2_000
    ) {
        self.count = count
        self.quorum = quorum
        self.downAfterMilliseconds = downAfterMilliseconds
        self.failoverTimeoutMilliseconds = failoverTimeoutMilliseconds
    }

    /// How many must agree, with the default filled in.
    package var agreeing: Int { quorum ?? count / 2 + 1 }

    /// What sentinels call the master that they watch.
    package static let masterName = "rollcall"
}
