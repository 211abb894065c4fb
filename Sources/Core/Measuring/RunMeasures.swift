/// Figures of a run besides its counts of deliveries. docs/checker.md says how each is found.
package struct RunMeasures: Codable, Hashable, Sendable {
    /// Latency of first copies that were invoked and arrived while no fault was under way or not yet recovered from.
    package var latencyOutsideFaults = LatencySummary()
    /// Fresh connections and resumptions of the busiest second of traffic and settling, and when it began. Nil where the
    /// beginning of traffic was not recorded.
    package var connectsPerSecondMax: Int?
    package var connectsPerSecondMaxAt: UInt64?
    /// The longest time in which a client got nothing although something was owed to it, nanoseconds, and the client. Nil
    /// where it could not be told.
    package var gapMax: UInt64?
    package var gapClient: ClientID?
    package var gapBegan: UInt64?
    /// Resumptions and new lives after the first, all clients, and the most of one client, and the client.
    package var reconnects = 0
    package var reconnectsMax = 0
    package var reconnectsClient: ClientID?
    /// Lives that followed one of the same client which no fault had closed in good order, and which was not told of a gap.
    package var newLives = 0
    /// Share of attempts that were acknowledged, 0 to 1, final messages not counted. Nil where there were none.
    package var publishAvailability: Double?
    /// Losses of acknowledged messages of which no client was told by a fresh life: all that count as lost.
    package var silentLosses = 0

    package init() {}
}
