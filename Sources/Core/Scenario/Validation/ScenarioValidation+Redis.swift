extension ScenarioValidation {
    func checkRedis() {
        if scenario.redis.url != nil { checkGivenRedis() }
        if scenario.redis.username != nil, scenario.redis.password == nil, reading.isSound("redis.password") {
            report("redis.username", "redis.username needs redis.password", remedy: "add `password: ...`")
        }
        checkDatabase(scenario.redis.database, "redis.database")
    }

    /// What the harness may not decide about a Redis that it did not start.
    private func checkGivenRedis() {
        for key in ["port", "password", "username", "database"] where isWritten("redis.\(key)") {
            report("redis.\(key)", "redis.\(key) does not go with redis.url", remedy: "write it into the address")
        }
        for key in ["persistence", "config"] where isWritten("redis.\(key)") {
            report(
                "redis.\(key)",
                "redis.\(key) does not go with redis.url: a Redis that is given is not reconfigured",
                remedy: "remove it, or remove `url` so that Rollcall starts a Redis"
            )
        }
        for (path, spec) in zip(reading.faultPaths, scenario.faults) { checkHarm(spec.fault, path) }
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
