/// ACL SETUSER at run time: another password, other rules, or both. It does not cut those that are logged in already, but
/// what they lost the right to.
package struct RedisACL: Fault {
    package static let verb = "redis.acl"
    package static let harm = RedisHarm.changes

    package var redis: RedisTarget
    /// Nil: the one that the nodes log in as.
    package var user: String?
    /// In the words of ACL SETUSER.
    package var rules: String?
    /// In place of all that it has.
    package var password: String?
    package var forMilliseconds: Int?

    package init(
        _ redis: RedisTarget = .allServers,
        user: String? = nil,
        rules: String? = nil,
        password: String? = nil,
        forMilliseconds: Int?
    ) {
        self.redis = redis
        self.user = user
        self.rules = rules
        self.password = password
        self.forMilliseconds = forMilliseconds
    }

    package var target: String { redis.description + (user.map { ", user \($0)" } ?? "") }
    package var holds: [String] { ["rules for \(user ?? "the nodes") at \(redis)"] }
    package var lastsMilliseconds: Int? { forMilliseconds }
}

extension RedisACL: RedisFault {
    static let keys = ["target", "user", "rules", "password", "for"]

    init?(_ mapping: MappingReader, in setting: FaultSetting) {
        let usual: RedisTarget = setting.redis.mode == .standalone ? .master : .allServers
        let user = mapping.userName("user")
        let rules = mapping.rules("rules")
        let password = mapping.secret("password")
        let time = mapping.duration("for", in: 1...ScenarioReader.longest)
        let target = mapping.redis(default: usual)
        guard mapping.has("rules") || mapping.has("password") else {
            mapping.report(
                mapping.place,
                "",
                "\(mapping.path) changes nothing of the user",
                expected: "`rules: \"...\"`, `password: ...`, or both"
            )
            return nil
        }
        guard let target, rules != nil || !mapping.has("rules"), password != nil || !mapping.has("password"),
            user != nil || !mapping.has("user")
        else { return nil }
        self.init(target, user: user, rules: rules, password: password, forMilliseconds: time)
    }

    func check(_ validation: ScenarioValidation, _ path: String) {
        validation.checkDataTarget(redis, path)
        // Whoever changes its own rights may not be able to change them back.
        let own = validation.scenario.redis.url.flatMap { try? RedisAddress(url: $0) }
        if let own, user == nil || user == own.username ?? "default" {
            validation.report(
                user == nil ? path : "\(path).user",
                "\(path): Rollcall itself logs in to this Redis as \(own.username ?? "default")",
                remedy: "name another user"
            )
        }
    }
}
