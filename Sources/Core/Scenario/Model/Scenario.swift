/// A scenario file as values, with every default filled in. docs/scenarios.md describes each field for users.
package struct Scenario: Codable, Hashable, Sendable {
    package var name: String
    package var about: String
    /// Nil: a new seed for every run.
    package var seed: UInt64?
    package var redis: RedisSpec
    package var nodes: NodesSpec
    package var clients: ClientsSpec
    package var traffic: [TrafficSpec]
    package var faults: [FaultSpec]
    package var expect: Expectation
    package var limits: LimitsSpec

    package init(
        name: String,
        about: String = "",
        seed: UInt64? = nil,
        redis: RedisSpec = RedisSpec(),
        nodes: NodesSpec = NodesSpec(),
        clients: ClientsSpec = ClientsSpec(),
        traffic: [TrafficSpec],
        faults: [FaultSpec] = [],
        expect: Expectation = Expectation(),
        limits: LimitsSpec = LimitsSpec()
    ) {
        self.name = name
        self.about = about
        self.seed = seed
        self.redis = redis
        self.nodes = nodes
        self.clients = clients
        self.traffic = traffic
        self.faults = faults
        self.expect = expect
        self.limits = limits
    }
}

/// The Redis of a run: one that Rollcall starts, or one that is given.
package struct RedisSpec: Codable, Hashable, Sendable {
    /// A Redis that runs already; nothing that could harm it is done to it.
    package var url: String?
    /// Nil takes a free port.
    package var port: UInt16?
    package var password: String?
    package var username: String?
    package var database: Int
    package var persistence: Persistence
    /// Further lines of redis.conf.
    package var config: [String: String]

    package init(
        url: String? = nil,
        port: UInt16? = nil,
        password: String? = nil,
        username: String? = nil,
        database: Int = 0,
        persistence: Persistence = .none,
        config: [String: String] = [:]
    ) {
        self.url = url
        self.port = port
        self.password = password
        self.username = username
        self.database = database
        self.persistence = persistence
        self.config = config
    }

    package enum Persistence: String, Codable, Hashable, Sendable, CaseIterable {
        case none
        /// Snapshots on shutdown.
        case rdb
        /// Append-only file, synced with every write.
        case aof
    }
}

package struct NodesSpec: Codable, Hashable, Sendable {
    package var count: Int
    package var backplane: BackplaneKind
    package var app: String
    package var signalr: SignalRSettings
    package var hops: Bool
    package var defects: [PlantedDefect]

    package init(
        count: Int = 2,
        backplane: BackplaneKind = .signalr,
        app: String = "rollcall",
        signalr: SignalRSettings = SignalRSettings(),
        hops: Bool = true,
        defects: [PlantedDefect] = []
    ) {
        self.count = count
        self.backplane = backplane
        self.app = app
        self.signalr = signalr
        self.hops = hops
        self.defects = defects
    }
}

package struct ClientsSpec: Codable, Hashable, Sendable {
    package var count: Int
    package var placement: Placement
    package var reconnect: ReconnectPolicy
    /// Group name and how many clients join it; groups take clients in turn, one after the other.
    package var groups: [GroupShare]
    /// User name and how many clients are connections of that user.
    package var users: [GroupShare]
    /// Clients in one process; nil lets Rollcall choose.
    package var perProcess: Int?

    package init(
        count: Int = 4,
        placement: Placement = .roundRobin,
        reconnect: ReconnectPolicy = .resume,
        groups: [GroupShare] = [],
        users: [GroupShare] = [],
        perProcess: Int? = nil
    ) {
        self.count = count
        self.placement = placement
        self.reconnect = reconnect
        self.groups = groups
        self.users = users
        self.perProcess = perProcess
    }

    package enum Placement: Codable, Hashable, Sendable {
        /// In turn; a client that comes back goes to the next node.
        case roundRobin
        /// In turn; a client that comes back goes to its own node.
        case sticky
        /// By the seed; a client that comes back goes to the next node.
        case random
        /// So many clients on each node; a client that comes back goes to its own node.
        case fixed([NodeID: Int])
    }
}

package struct GroupShare: Codable, Hashable, Sendable {
    package var name: String
    package var count: Int

    package init(name: String, count: Int) {
        self.name = name
        self.count = count
    }
}

/// One kind of traffic.
package struct TrafficSpec: Codable, Hashable, Sendable {
    package var publishers: Int
    package var audiences: [Audience]
    /// Of all its publishers together; nil is as fast as the window allows.
    package var ratePerSecond: Double?
    /// Of all its publishers together.
    package var count: Int
    /// Bytes of one payload.
    package var size: Int
    /// Unanswered publishes per publisher.
    package var window: Int
    package var retry: RetryPolicy
    /// From the start of traffic.
    package var startMilliseconds: Int

    package init(
        publishers: Int = 1,
        audiences: [Audience] = [.all],
        ratePerSecond: Double? = nil,
        count: Int,
        size: Int = 128,
        window: Int = 64,
        retry: RetryPolicy = .never,
        startMilliseconds: Int = 0
    ) {
        self.publishers = publishers
        self.audiences = audiences
        self.ratePerSecond = ratePerSecond
        self.count = count
        self.size = size
        self.window = window
        self.retry = retry
        self.startMilliseconds = startMilliseconds
    }
}

/// Deadlines of the phases. None of them is a sleep: each ends as soon as what it waits for has happened.
package struct LimitsSpec: Codable, Hashable, Sendable {
    package var startMilliseconds: Int
    package var connectMilliseconds: Int
    package var trafficMilliseconds: Int
    package var settleMilliseconds: Int

    package init(
        startMilliseconds: Int = 20_000,
        connectMilliseconds: Int = 30_000,
        trafficMilliseconds: Int = 120_000,
        settleMilliseconds: Int = 15_000
    ) {
        self.startMilliseconds = startMilliseconds
        self.connectMilliseconds = connectMilliseconds
        self.trafficMilliseconds = trafficMilliseconds
        self.settleMilliseconds = settleMilliseconds
    }
}
