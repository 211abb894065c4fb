/// How a run recovered from one repetition of a fault (reference harness-anchors, section 3.5). Times are nanoseconds of
/// the run's clock.
package struct FaultRecovery: Codable, Hashable, Sendable {
    package var fault: FaultReference
    /// When it was seen to heal.
    package var healedAt: UInt64
    /// When the next fault began, which ends what can be said of this one; nil when it was the last.
    package var endsAt: UInt64?
    /// Another fault was under way when this one healed: what came after is told of that one.
    package var overlappedBy: FaultReference?
    /// When the first client got something whose publish had not ended before the healing.
    package var firstServedAt: UInt64?
    /// When the last of the clients that were owed such a message got one; nil while one of them never did.
    package var lastServedAt: UInt64?
    /// That client.
    package var lastClient: ClientID?
    /// The recovery point: nothing published from here on, until the next fault, was lost or failed. Nil where nothing
    /// shows it.
    package var recoveredAt: UInt64?
    /// The invocation of the last message behind the healing that was lost, or whose publish failed or was never
    /// answered.
    package var troubledUntil: UInt64?
    /// From the healing to the recovery point, or the longest time that a client waited for what had been published
    /// behind the healing, whichever is more. Where `isRecovered` is false it took at least so long. Nanoseconds.
    package var took: UInt64?
    /// Nil where nothing was published behind the healing that could show it.
    package var isRecovered: Bool?

    package init(fault: FaultReference, healedAt: UInt64) {
        self.fault = fault
        self.healedAt = healedAt
    }
}
