/// Everything a balancer is told at its start: the first line on its stdin, as JSON.
package struct BalancerSettings: Codable, Hashable, Sendable {
    /// Where it listens on 127.0.0.1; 0 asks for any free port.
    package var port: UInt16
    package var nodes: [NodeAddress]
    package var policy: BalancerSpec.Policy
    /// Ask every node how it is, and send nobody to one that is not well.
    package var healthChecks: Bool
    /// Of every random choice.
    package var seed: UInt64
    /// Connections that there may be at the same time.
    package var connectionsMax: Int

    package init(
        port: UInt16 = 0,
        nodes: [NodeAddress],
        policy: BalancerSpec.Policy = .roundRobin,
        healthChecks: Bool = true,
        seed: UInt64 = 0,
        connectionsMax: Int = 1_000
    ) {
        self.port = port
        self.nodes = nodes
        self.policy = policy
        self.healthChecks = healthChecks
        self.seed = seed
        self.connectionsMax = connectionsMax
    }
}
