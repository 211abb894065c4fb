/// Where a Redis listens and how to log in.
package struct RedisAddress: Codable, Hashable, Sendable {
    package var host: String
    package var port: UInt16
    /// ACL user; nil logs in as `default` when there is a password.
    package var username: String?
    package var password: String?
    package var database: Int

    package init(
        host: String = "127.0.0.1",
        port: UInt16,
        username: String? = nil,
        password: String? = nil,
        database: Int = 0
    ) {
        self.host = host
        self.port = port
        self.username = username
        self.password = password
        self.database = database
    }
}

extension RedisAddress: CustomStringConvertible {
    /// Without the password, so that it can stand in any message.
    package var description: String {
        "\(host):\(port)" + (database == 0 ? "" : "/\(database)")
    }
}
