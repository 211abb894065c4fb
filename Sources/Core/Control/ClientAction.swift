/// What a client process does to its clients and publishers because a fault wants it. docs/control-protocol.md shows each as
/// a command of its own.
package enum ClientAction: Hashable, Sendable {
    case drop(ClientDropOrder)
    /// Read no more from the connections of these clients, until it is undone.
    case freeze([ClientID])
    /// Be in this group from now on.
    case join([ClientID], group: AudienceNumber)
    /// Be in this group no more.
    case leave([ClientID], group: AudienceNumber)
    /// Once in each period leave the group and join it again, or, without a group, close the connection and open another.
    case churn([ClientID], group: AudienceNumber?, periodMilliseconds: Int)
    /// End in good order. With `returns` the publishers of these clients wait for them, otherwise they are done.
    case close([ClientID], returns: Bool)
    /// Begin a life, at `node` if there is one, else where the placement says.
    case open([ClientID], node: NodeID?)
    /// Publish so many messages at once, whatever the rate and the window. Without `size` and `audience` they are like the
    /// others of the publisher.
    case burst([PublisherBurst], size: Int?, audience: AudienceNumber?)
    /// Publish nothing new, until it is undone.
    case pause([PublisherID])
    /// From now on publish at this rate and in this size; nil leaves either as it is.
    case pace([PublisherID], ratePerSecond: Double?, size: Int?)
}

/// The part of one publisher in a ``ClientAction/burst(_:size:audience:)``.
package struct PublisherBurst: Codable, Hashable, Sendable {
    package var publisher: PublisherID
    package var count: Int

    package init(publisher: PublisherID, count: Int) {
        self.publisher = publisher
        self.count = count
    }
}
