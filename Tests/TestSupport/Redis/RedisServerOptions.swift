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
    /// From the spawn to the first answer.
    package var startTimeout: Duration

    package init(
        password: String? = nil,
        users: [String] = [],
        config: [String] = [],
        isCluster: Bool = false,
        startTimeout: Duration = .seconds(20)
    ) {
        self.password = password
        self.users = users
        self.config = config
        self.isCluster = isCluster
        self.startTimeout = startTimeout
    }

    func text(port: UInt16, directory: String) -> String {
        var lines = [
            "bind 127.0.0.1",
            "port \(port)",
            "dir \(directory)",
            "save \"\"",
            "appendonly no",
            "daemonize no",
            "logfile \"\"",
        ]
        if let password { lines.append("requirepass \(password)") }
        lines += users.map { "user \($0)" }
        if isCluster { lines.append("cluster-enabled yes") }
        return (lines + config).joined(separator: "\n") + "\n"
    }
}
