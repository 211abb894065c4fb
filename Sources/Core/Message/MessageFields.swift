/// What the payload of a message says about itself: its identity and when it was sent.
package struct MessageFields: Hashable, Sendable {
    package var run: RunID
    package var publisher: PublisherID
    /// From 1, dense.
    package var sequence: UInt32
    /// CLOCK_MONOTONIC of the first attempt, nanoseconds.
    package var sentAt: UInt64

    package init(run: RunID, publisher: PublisherID, sequence: UInt32, sentAt: UInt64) {
        self.run = run
        self.publisher = publisher
        self.sequence = sequence
        self.sentAt = sentAt
    }
}
