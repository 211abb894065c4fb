/// What a node says of a failpoint.
package struct FailpointReport: Codable, Hashable, Sendable {
    package enum Stage: String, Codable, Hashable, Sendable, CaseIterable {
        case armed
        /// The message has come and the node is about to stand still. A crash says nothing; its end shows it.
        case hit
        /// The pause is over and the node goes on.
        case passed
        /// It was taken back before it was hit, or was not there any more.
        case disarmed
    }

    package var id: Int
    package var stage: Stage
    /// Messages that have come to the point since it was armed.
    package var count: Int
    /// The message at which it was hit.
    package var publisher: PublisherID?
    package var sequence: UInt32?

    package init(id: Int, stage: Stage, count: Int = 0, publisher: PublisherID? = nil, sequence: UInt32? = nil) {
        self.id = id
        self.stage = stage
        self.count = count
        self.publisher = publisher
        self.sequence = sequence
    }
}
