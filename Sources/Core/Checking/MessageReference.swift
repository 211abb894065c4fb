/// Names one message.
package struct MessageReference: Codable, Hashable, Sendable, CustomStringConvertible {
    package var publisher: PublisherID
    package var sequence: UInt32

    package init(publisher: PublisherID, sequence: UInt32) {
        self.publisher = publisher
        self.sequence = sequence
    }

    /// `p1/20`.
    package var description: String { "\(publisher)/\(sequence)" }
}
