/// One side of a contradiction about the order of messages: a client that saw one before another.
package struct OrderStep: Codable, Hashable, Sendable, CustomStringConvertible {
    package var client: ClientID
    package var earlier: MessageReference
    package var later: MessageReference

    package init(client: ClientID, earlier: MessageReference, later: MessageReference) {
        self.client = client
        self.earlier = earlier
        self.later = later
    }

    /// `c1 saw p1/20 before p2/3`.
    package var description: String { "\(client) saw \(earlier) before \(later)" }
}
