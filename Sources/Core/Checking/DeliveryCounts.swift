/// What the clients saw.
package struct DeliveryCounts: Codable, Hashable, Sendable {
    /// Everything that was handed to an application with a right checksum, copies and strays included.
    package var handed = 0
    /// First copies in a life, of messages that the client may have.
    package var delivered = 0
    /// Pairs of client and message that are owed: *must*.
    package var expected = 0
    /// `delivered` that were not owed: *may*.
    package var optional = 0
    /// Pairs of client and stream (publisher to audience) in which something was owed.
    package var pairs = 0
    /// `delivered` that the client had seen in an earlier life.
    package var redeliveries = 0
    /// Lost messages that only silence shows: the client proved that it was alive, but saw nothing later of the publisher.
    package var lostInSilence = 0
    /// Deliveries that no complete record can tell from a phantom or an aborted message.
    package var unjudged = 0

    package init() {}
}
