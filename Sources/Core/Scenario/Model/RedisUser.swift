/// An ACL user of a Redis that we start.
package struct RedisUser: Codable, Hashable, Sendable {
    package var name: String
    /// Nil: any password.
    package var password: String?
    /// In the words of ACL SETUSER, for example `~* &* +@all`.
    package var rules: String

    /// As whom the harness itself, the replicas and the sentinels log in.
    package static let harness = "rollcall-harness"

    package init(name: String, password: String? = nil, rules: String) {
        self.name = name
        self.password = password
        self.rules = rules
    }
}
