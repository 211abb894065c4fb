/// The bounds that `expect` states besides the contract. A field that is nil states none.
package struct MeasuredBounds: Codable, Hashable, Sendable {
    /// From every observed healing until everybody is served again, milliseconds.
    package var recoverWithinMilliseconds: Int?
    package var latency: LatencyBounds?
    /// The longest time in which a client may get nothing although something is owed to it, milliseconds.
    package var gapMilliseconds: Int?
    /// Connections of the busiest second.
    package var connectsPerSecond: Int?
    /// Reconnects of all clients together, and of one client.
    package var reconnectsTotal: Int?
    package var reconnectsPerClient: Int?
    /// Share of publish attempts that have to be acknowledged, 0 to 1.
    package var availability: Double?
    package var leaks: LeakBounds?
    /// Ids of Redis that were not above the one before.
    package var idsBack: Int?
    package var deafNodes: Int?

    package init() {}
}
