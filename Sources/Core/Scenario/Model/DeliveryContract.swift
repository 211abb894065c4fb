/// How often a message reaches each client that is entitled to it (DESIGN section 5).
package enum DeliveryContract: String, Codable, Hashable, Sendable, CaseIterable {
    /// Losses are allowed, copies are not.
    case atMostOnce = "at-most-once"
    /// Losses are allowed only where the client was told of the gap; copies are not.
    case gapSignalled = "gap-signalled"
    /// Copies are allowed, losses are not.
    case atLeastOnce = "at-least-once"
    case exactlyOnce = "exactly-once"
}
