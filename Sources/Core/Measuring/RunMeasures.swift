/// Figures of a run besides its counts of deliveries.
package struct RunMeasures: Codable, Hashable, Sendable {
    /// Latency of first copies that were invoked while no fault was under way or not yet recovered from.
    package var latencyOutsideFaults = LatencySummary()
    /// Fresh connections and resumptions of the busiest second, and when it began.
    package var connectsPerSecondMax = 0
    package var connectsPerSecondMaxAt: UInt64?
    /// The longest time in which a client got nothing although something was owed to it, nanoseconds, and the client.
    package var gapMax: UInt64 = 0
    package var gapClient: ClientID?
    package var gapBegan: UInt64?
    /// Resumptions and new lives after the first, all clients, and the most of one client.
    package var reconnects = 0
    package var reconnectsMax = 0
    /// Share of attempts that were acknowledged, 0 to 1.
    package var publishAvailability = 1.0
    /// Losses of acknowledged messages of which no client was told by a fresh life: all that count as lost.
    package var silentLosses = 0

    package init() {}
}
