extension ScenarioValidation {
    func checkRedis() {
        checkTopology()
        checkUsers()
        if scenario.redis.url != nil { checkGivenRedis() } else { checkAllowance() }
        checkDatabase(scenario.redis.database, "redis.database")
    }

    private static let sentinelKeys = ["sentinels", "quorum", "down-after", "failover-timeout"]

    private func checkTopology() {
        let redis = scenario.redis
        guard redis.url == nil, reading.isSound("redis.mode") else { return }
        if redis.mode == .standalone, isWritten("redis.replicas") {
            report(
                "redis.replicas",
                "redis.replicas: a standalone Redis has none",
                remedy: "add `mode: replica` or `mode: sentinel`"
            )
        }
        for key in Self.sentinelKeys where redis.mode != .sentinel && isWritten("redis.\(key)") {
            report(
                "redis.\(key)",
                "redis.\(key): this Redis has no sentinels",
                remedy: redis.mode == .standalone ? "add `mode: sentinel`" : "write `mode: sentinel`"
            )
        }
        guard let quorum = redis.sentinel.quorum, quorum > redis.sentinel.count,
            reading.isSound("redis.sentinels", "redis.quorum")
        else { return }
        report(
            "redis.quorum",
            "redis.quorum: \(quorum) sentinels cannot agree where there are \(redis.sentinel.count)",
            expected: "a number from 1 to \(redis.sentinel.count)"
        )
    }

    private func checkUsers() {
        let redis = scenario.redis
        if redis.username != nil, redis.password == nil, reading.isSound("redis.password") {
            report("redis.username", "redis.username needs redis.password", remedy: "add `password: ...`")
        }
        for user in redis.users where user.name == redis.username ?? "default" && user.password != nil {
            report(
                "redis.users.\(user.name)",
                "redis.users.\(user.name): the nodes log in as this user",
                remedy: "write its password as `redis: {password: ...}`, and only its rules here"
            )
        }
    }

    /// What the harness may not decide about a Redis that it did not start.
    private func checkGivenRedis() {
        for key in ["port", "password", "username", "database"] where isWritten("redis.\(key)") {
            report("redis.\(key)", "redis.\(key) does not go with redis.url", remedy: "write it into the address")
        }
        for key in ["persistence", "config", "users"] where isWritten("redis.\(key)") {
            report(
                "redis.\(key)",
                "redis.\(key) does not go with redis.url: a Redis that is given is not reconfigured",
                remedy: "remove it, or remove `url` so that Rollcall starts a Redis"
            )
        }
        for key in ["mode", "replicas"] + Self.sentinelKeys where isWritten("redis.\(key)") {
            report(
                "redis.\(key)",
                "redis.\(key) does not go with redis.url: of a Redis that is given only its address is known",
                remedy: "remove it, or remove `url` so that Rollcall starts a Redis"
            )
        }
        checkAllowed()
        for (path, spec) in zip(reading.faultPaths, scenario.faults) { checkHarm(spec.fault, path) }
    }

    private func checkAllowance() {
        guard isWritten("redis.allow") else { return }
        report(
            "redis.allow",
            "redis.allow is for a Redis that is given by `url`: to one of its own a run may do anything",
            remedy: "remove it"
        )
    }

    /// Only what changes something and can be undone or is over at once can be allowed.
    private func checkAllowed() {
        guard reading.isSound("redis.allow") else { return }
        let kinds = FaultCatalogue.all.map { (verb: $0.verb, harm: $0.harm) }
        let possible = MappingReader.list(kinds.filter { $0.harm == .changes }.map(\.verb))
        for (index, verb) in scenario.redis.allow.enumerated() {
            let path = "redis.allow.\(index)"
            switch kinds.first(where: { $0.verb == verb })?.harm {
            case .changes?, nil: break
            case .some(RedisHarm.none):
                report(path, "\(path): \(verb) does nothing to Redis", expected: possible, remedy: "remove it")
            case .process?:
                report(
                    path,
                    "\(path): \(verb) cannot be allowed for a Redis that Rollcall did not start",
                    expected: possible
                )
            }
        }
    }

    private func checkHarm(_ fault: AnyFault, _ path: String) {
        switch fault.harm {
        case .none: return
        case .changes where scenario.redis.allow.contains(fault.verb): return
        case .changes:
            report(
                "\(path).do",
                "\(fault.verb) would change a Redis that Rollcall did not start",
                remedy: "allow it with `redis: {allow: [\(fault.verb)]}`, or remove `redis: {url: ...}`"
            )
        case .process:
            report(
                "\(path).do",
                "\(fault.verb) would harm a Redis that Rollcall did not start",
                remedy: "remove the fault, or remove `redis: {url: ...}` so that Rollcall starts a Redis"
            )
        }
    }
}
