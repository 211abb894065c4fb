/// Where a client goes whose connection was cut by a fault, until it is connected again.
package enum ClientReturn: String, Codable, Hashable, Sendable, CaseIterable {
    /// As the placement says.
    case placed
    /// To the node that it was connected to.
    case same
    /// To the node after that one, and on in turn.
    case next
    /// Each attempt to a node drawn from the seed.
    case random
}
