/// A scenario file as values, with every default filled in. docs/scenarios.md describes each field for users.
package struct Scenario: Hashable, Sendable {
    package var name: String
    /// The variant that was chosen; nil for the scenario as it stands.
    package var variant: String?
    package var about: String
    /// Nil: a new seed for every run.
    package var seed: UInt64?
    package var redis: RedisSpec
    package var nodes: NodesSpec
    package var clients: ClientsSpec
    package var traffic: [TrafficSpec]
    /// Further applications on the same Redis.
    package var apps: [AppSpec]
    package var faults: [FaultSpec]
    package var expect: Expectation
    package var limits: LimitsSpec

    package init(
        name: String,
        variant: String? = nil,
        about: String = "",
        seed: UInt64? = nil,
        redis: RedisSpec = RedisSpec(),
        nodes: NodesSpec = NodesSpec(),
        clients: ClientsSpec = ClientsSpec(),
        traffic: [TrafficSpec],
        apps: [AppSpec] = [],
        faults: [FaultSpec] = [],
        expect: Expectation = Expectation(),
        limits: LimitsSpec = LimitsSpec()
    ) {
        self.name = name
        self.variant = variant
        self.about = about
        self.seed = seed
        self.redis = redis
        self.nodes = nodes
        self.clients = clients
        self.traffic = traffic
        self.apps = apps
        self.faults = faults
        self.expect = expect
        self.limits = limits
    }
}
