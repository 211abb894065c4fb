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
