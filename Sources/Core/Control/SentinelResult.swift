/// The final message of one publisher to one audience.
package struct SentinelResult: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var sequence: UInt32
    package var audience: AudienceNumber
    package var outcome: Outcome
    /// CLOCK_MONOTONIC of its last attempt, nanoseconds: whoever was connected and a member before is entitled to it.
    package var invokedAt: UInt64

    package init(
        publisher: PublisherID,
        sequence: UInt32,
        audience: AudienceNumber,
        outcome: Outcome,
        invokedAt: UInt64
    ) {
        self.publisher = publisher
        self.sequence = sequence
        self.audience = audience
        self.outcome = outcome
        self.invokedAt = invokedAt
    }
}
