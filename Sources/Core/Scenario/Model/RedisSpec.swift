/// The Redis of a run: one that Rollcall starts, or one that is given.
package struct RedisSpec: Codable, Hashable, Sendable {
    /// A Redis that runs already; nothing that could harm it is done to it.
    package var url: String?
    package var mode: Mode
    /// Servers besides the first master, `r2` and on; 0 in a standalone Redis.
    package var replicas: Int
    /// Without meaning but in ``Mode/sentinel``.
    package var sentinel: SentinelSpec
    /// Further ACL users, besides the one the nodes log in as.
    package var users: [RedisUser]
    /// Verbs of faults that may be done to a Redis that was given by URL.
    package var allow: [String]
    /// Nil takes a free port.
    package var port: UInt16?
    package var password: String?
    package var username: String?
    package var database: Int
    package var persistence: Persistence
    /// Further lines of redis.conf.
    package var config: [String: String]
    /// Lines that the backplane asks for; ``config`` stands above them.
    package var defaults: [String: String]

    package init(
        url: String? = nil,
        mode: Mode = .standalone,
        replicas: Int = 0,
        sentinel: SentinelSpec = SentinelSpec(),
        users: [RedisUser] = [],
        allow: [String] = [],
        port: UInt16? = nil,
        password: String? = nil,
        username: String? = nil,
        database: Int = 0,
        persistence: Persistence = .none,
        config: [String: String] = [:],
        defaults: [String: String] = [:]
    ) {
        self.url = url
        self.mode = mode
        self.replicas = replicas
        self.sentinel = sentinel
        self.users = users
        self.allow = allow
        self.port = port
        self.password = password
        self.username = username
        self.database = database
        self.persistence = persistence
        self.config = config
        self.defaults = defaults
    }

    package enum Mode: String, Codable, Hashable, Sendable, CaseIterable {
        case standalone
        /// A master with replicas; nobody promotes one but a fault.
        case replica
        /// A master with replicas, watched by sentinels that promote one when it is gone.
        case sentinel
    }

    package enum Persistence: String, Codable, Hashable, Sendable, CaseIterable {
        case none
        /// Snapshots on shutdown.
        case rdb
        /// Append-only file, synced with every write.
        case aof
    }
}
