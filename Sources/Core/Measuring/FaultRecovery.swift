/// How a run recovered from one repetition of a fault (reference harness-anchors, section 3.5). Times are nanoseconds of
/// the run's clock.
package struct FaultRecovery: Codable, Hashable, Sendable {
    package var fault: FaultReference
    /// When it was seen to heal.
    package var healedAt: UInt64
    /// The invocation of the earliest message behind the healing that some client was owed and got.
    package var firstServedAt: UInt64?
    /// When the last of the clients that are owed something had got something that was published behind the healing.
    package var lastServedAt: UInt64?
    /// That client.
    package var lastClient: ClientID?
    /// The recovery point: nothing published from here on, until the next fault, was lost, late or failed.
    package var recoveredAt: UInt64?

    package init(
        fault: FaultReference,
        healedAt: UInt64,
        firstServedAt: UInt64? = nil,
        lastServedAt: UInt64? = nil,
        lastClient: ClientID? = nil,
        recoveredAt: UInt64? = nil
    ) {
        self.fault = fault
        self.healedAt = healedAt
        self.firstServedAt = firstServedAt
        self.lastServedAt = lastServedAt
        self.lastClient = lastClient
        self.recoveredAt = recoveredAt
    }
}
