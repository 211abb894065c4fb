/// The keys of one kind of mapping in a scenario file. scenarios/scenario.schema.json says the same for editors; a test
/// compares the two.
struct ScenarioKeys: Sendable {
    /// As in the schema's `$defs`; the file itself is `scenario`.
    let name: String
    let keys: [String]
    var required: [String] = []
    /// Keys that are designed and not built yet: they get a message of their own.
    var later: [String] = []
}

extension ScenarioKeys {
    static let scenario = ScenarioKeys(
        name: "scenario",
        keys: [
            "scenario", "about", "seed", "redis", "nodes", "clients", "traffic", "apps", "faults", "expect",
            "limits", "variants",
        ],
        required: ["scenario", "traffic"]
    )

    static let redis = ScenarioKeys(
        name: "redis",
        keys: [
            "mode", "replicas", "sentinels", "quorum", "down-after", "failover-timeout", "url", "allow", "port",
            "password",
            "username", "users", "database", "persistence", "config",
        ],
        later: ["tls"]
    )

    static let redisUser = ScenarioKeys(name: "redis-user", keys: ["password", "rules"], required: ["rules"])

    static let nodes = ScenarioKeys(
        name: "nodes",
        keys: [
            "count", "backplane", "app", "keep-alive", "disconnect-timeout", "message-buffer", "scaleout-mappings",
            "queue-length", "inbound-limit", "log-entries", "log-bytes", "retention", "hops", "defects", "discovery",
            "balancer",
        ],
        later: ["command"]
    )

    static let balancer = ScenarioKeys(name: "balancer", keys: ["kind", "policy", "health"])

    static let defect = ScenarioKeys(name: "defect", keys: ["do", "node", "nth"], required: ["do", "node", "nth"])

    static let clients = ScenarioKeys(
        name: "clients",
        keys: ["count", "placement", "reconnect", "groups", "users", "per-process", "late"],
        later: ["protocol", "transport"]
    )

    static let traffic = ScenarioKeys(
        name: "traffic",
        keys: ["publishers", "to", "rate", "count", "size", "window", "retry", "at"],
        required: ["count"],
        later: ["burst"]
    )

    static let app = ScenarioKeys(
        name: "app",
        keys: ["app", "database", "nodes", "clients", "traffic"],
        required: ["app", "traffic"]
    )

    static let expect = ScenarioKeys(
        name: "expect",
        keys: expectKeys + ["backplanes"]
    )

    static let expectOfBackplane = ScenarioKeys(name: "backplane", keys: expectKeys)

    private static let expectKeys =
        [
            "delivery", "order", "pipelined", "atomic", "during-faults", "reproduces", "known-as",
            "acknowledged-at-least",
        ] + boundKeys

    private static let boundKeys = [
        "recover-within", "latency", "gap", "connects-per-second", "reconnects", "availability", "leaks", "ids-back",
        "deaf-nodes",
    ]

    static let duringFaults = ScenarioKeys(name: "during-faults", keys: ["delivery", "order", "atomic"])

    /// The long form of an item of `reproduces`.
    static let reproduced = ScenarioKeys(
        name: "reproduced",
        keys: ["violation", "count", "place", "cause"],
        required: ["violation"]
    )

    /// The item of `reproduces` that names a bound.
    static let reproducedBound = ScenarioKeys(name: "reproduced-bound", keys: ["bound"], required: ["bound"])

    static let latency = ScenarioKeys(name: "latency", keys: ["p50", "p90", "p99", "p99.9", "max", "outside"])
    static let reconnects = ScenarioKeys(name: "reconnects", keys: ["total", "per-client"])
    static let leaks = ScenarioKeys(name: "leaks", keys: ["redis-clients", "channels", "keys", "sockets", "memory"])

    static let limits = ScenarioKeys(name: "limits", keys: ["start", "connect", "traffic", "settle"])

    /// Triggers; exactly one of them in a fault.
    static let triggers = ["at", "every", "after", "when", "hook"]
    /// They refine `every`.
    static let repetition = ["from", "until", "times", "jitter"]
    /// They refine every other trigger.
    static let again = ["repeat", "pause"]
    /// What refines a trigger gives way to a key of the same name that the verb has itself.
    static let verbs: [ScenarioKeys] = FaultCatalogue.readable.map { fault in
        ScenarioKeys(
            name: fault.verb,
            keys: ["do"] + triggers + (repetition + again).filter { !fault.keys.contains($0) } + fault.keys,
            required: ["do"] + fault.required
        )
    }

    /// `when`, where it is more than a sight.
    static let sight = ScenarioKeys(name: "sight", keys: ["see", "nth", "delay"], required: ["see"])

    static let hook = ScenarioKeys(name: "hook", keys: ["link", "what", "name", "nth"], required: ["link"])

    /// For a fault whose verb is not known: the keys of all of them.
    static let anyFault = ScenarioKeys(
        name: "fault",
        keys: verbs.flatMap(\.keys).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
    )

    /// Every kind of mapping with fixed keys.
    static let all =
        [
            scenario, redis, redisUser, nodes, balancer, defect, clients, traffic, app, expect, expectOfBackplane,
            duringFaults, reproduced, reproducedBound, latency, reconnects, leaks, limits, sight, hook,
        ] + verbs
}
