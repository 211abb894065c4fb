/// The balancer in front of the nodes.
package struct BalancerSpec: Codable, Hashable, Sendable {
    package var kind: Kind
    package var policy: Policy
    /// Nodes that say they are not well get no new connections.
    package var healthChecks: Bool

    package init(kind: Kind = .rollcall, policy: Policy = .roundRobin, healthChecks: Bool = true) {
        self.kind = kind
        self.policy = policy
        self.healthChecks = healthChecks
    }

    package enum Kind: String, Codable, Hashable, Sendable, CaseIterable {
        /// Ours: `rollcall balancer`.
        case rollcall
        /// The real one, from the PATH.
        case haproxy
    }

    package enum Policy: String, Codable, Hashable, Sendable, CaseIterable {
        case roundRobin = "round-robin"
        /// One client always to the same node while that serves, by a cookie.
        case sticky
        case random
        case leastConnections = "least-connections"
    }
}
