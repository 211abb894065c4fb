/// One way through a link, from the view of who opened the connection.
package enum LinkDirection: Int, Hashable, Sendable, CaseIterable {
    /// Towards who listens: commands to Redis, messages of clients.
    case to
    /// From who listens: answers of Redis, messages to clients.
    case from

    package var opposite: Self { self == .to ? .from : .to }
}

/// The ways that an impairment covers: the key `direction` of scenario files.
package enum LinkWays: String, Hashable, Sendable, CaseIterable {
    case both, to, from

    package func contains(_ direction: LinkDirection) -> Bool {
        switch self {
        case .both: true
        case .to: direction == .to
        case .from: direction == .from
        }
    }
}
