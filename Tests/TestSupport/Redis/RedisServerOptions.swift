/// What a private Redis for a test is started with.
package struct RedisServerOptions: Sendable {
    /// Password of the default user.
    package var password: String?
    /// ACL users, such as `alice on >secret ~* &* +@all`.
    package var users: [String]
    /// More lines of redis.conf, such as `maxmemory 2mb`.
    package var config: [String]
    /// Starts it in cluster mode, which Rollcall refuses.
    package var isCluster: Bool
    /// Watches other servers and keeps no data itself.
    package var isSentinel: Bool
    /// nil takes a free one.
    package var port: UInt16?
    /// From the spawn to the first answer.
    package var startTimeout: Duration

    package init(
        password: String? = nil,
        users: [String] = [],
        config: [String] = [],
        isCluster: Bool = false,
        isSentinel: Bool = false,
        port: UInt16? = nil,
        startTimeout: Duration = .seconds(20)
    ) {
        self.password = password
        self.users = users
        self.config = config
        self.isCluster = isCluster
        self.isSentinel = isSentinel
        self.port = port
        self.startTimeout = startTimeout
    }

    func text(port: UInt16, directory: String) -> String {
        var lines = [
            "bind 127.0.0.1",
            "port \(port)",
            "dir \(directory)",
            "daemonize no",
            "logfile \"\"",
        ]
        if !isSentinel { lines += ["save \"\"", "appendonly no"] }
        if let password { lines.append("requirepass \(password)") }
        lines += users.map { "user \($0)" }
        if isCluster { lines.append("cluster-enabled yes") }
        return (lines + config).joined(separator: "\n") + "\n"
    }
}
