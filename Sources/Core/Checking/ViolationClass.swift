/// The ways in which a run can break its contract (DESIGN section 5; reference harness-anchors, section 3.4). Every finding
/// has exactly one.
package enum ViolationClass: String, Codable, Hashable, Sendable, CaseIterable, CodingKeyRepresentable {
    /// Acknowledged, the client was entitled to it, never seen.
    case lost
    /// Seen more than once in one life of a connection.
    case duplicated
    /// Seen after a later message of the same publisher, where the contract covers the pair.
    case outOfOrder = "out-of-order"
    /// Seen by a client outside its audience.
    case misrouted
    /// Never published, or of another run.
    case phantom
    /// Seen although its publish had failed for certain.
    case aborted
    /// Its checksum is wrong.
    case corrupted
    /// Of unknown outcome, or lost at some: seen by some of the clients that were entitled to it and not by others
    /// (contract `atomic`). One finding per message.
    case torn
    /// Clients saw messages in orders that cannot be merged into one (contract `order: total`).
    case orderConflict = "order-conflict"
    /// Seen before a message that its publisher had seen when it published (contract `order: causal`).
    case causality
    /// A client was told that messages may be missing, and its window ended with that (``DisconnectReason/told``). One finding
    /// per life.
    case toldGap = "told-gap"
}
