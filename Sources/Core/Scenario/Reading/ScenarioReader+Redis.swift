extension ScenarioReader {
    func redis(_ top: MappingReader, for backplane: BackplaneKind) -> RedisSpec {
        let mapping = section("redis", .redis, in: top)
        var redis = RedisSpec()
        redis.url = url(mapping)
        redis.mode = mapping.word("mode", as: RedisSpec.Mode.self, later: ["cluster"]) ?? .standalone
        redis.replicas = mapping.count("replicas", in: 1...Self.replicasMax) ?? (redis.mode == .standalone ? 0 : 1)
        redis.sentinel = sentinel(mapping)
        redis.port = mapping.count("port", in: 1...65_535).map(UInt16.init)
        redis.password = mapping.secret("password")
        redis.username = mapping.userName("username")
        redis.users = users(mapping)
        redis.database = mapping.count("database", in: 0...1_023) ?? 0
        // A log that is not on disk cannot be kept over a restart.
        let usual: RedisSpec.Persistence = backplane == .stream ? .aof : .none
        redis.persistence = mapping.word("persistence", as: RedisSpec.Persistence.self) ?? usual
        redis.config = config(mapping)
        if backplane == .stream { redis.defaults = StreamRedis.lines }
        redis.allow = allow(mapping)
        return redis
    }

    /// Of one master, and of one run.
    private static let replicasMax = 8
    private static let sentinelsMax = 9

    private func sentinel(_ mapping: MappingReader) -> SentinelSpec {
        var sentinel = SentinelSpec()
        assign(mapping.count("sentinels", in: 1...Self.sentinelsMax), to: &sentinel.count)
        sentinel.quorum = mapping.count("quorum", in: 1...Self.sentinelsMax)
        // In less time sentinels would take healthy servers for dead.
        assign(mapping.duration("down-after", in: 300...Self.longest), to: &sentinel.downAfterMilliseconds)
        assign(mapping.duration("failover-timeout", in: 500...Self.longest), to: &sentinel.failoverTimeoutMilliseconds)
        return sentinel
    }

    private func users(_ top: MappingReader) -> [RedisUser] {
        let users = MappingReader(free: top["users"], path: "redis.users", place: top.place, reading: reading)
        return users.keys.compactMap { name, place in
            let path = "redis.users.\(name)"
            guard MappingReader.isUserName(name) else {
                users.report(place, name, "\(quote(name)) is no name of a user", expected: MappingReader.userRule)
                return nil
            }
            let user = MappingReader(users[name], path: path, keys: .redisUser, place: place, reading: reading)
            let password = user.secret("password")
            guard let rules = user.rules("rules") else { return nil }
            return RedisUser(name: name, password: password, rules: rules)
        }
    }

    /// Verbs of faults. Whether they may be allowed is checked later.
    private func allow(_ mapping: MappingReader) -> [String] {
        var verbs: [String] = []
        let items = mapping.items("allow", of: "verbs of faults, for example `[redis.kill-clients]`", atMost: 100)
        for (path, tree) in items {
            let known = ScenarioKeys.verbs.map(\.name)
            guard let (text, _) = mapping.scalar(tree, "allow", expected: "the verb of a fault") else { continue }
            if !known.contains(text) {
                mapping.report(
                    tree.place,
                    "allow",
                    "\(path): there is no fault \(quote(text))",
                    nearest: NearestWord.of(text, in: known)
                )
            } else if verbs.contains(text) {
                mapping.report(tree.place, "allow", "\(path): \(text) is in the list twice")
            } else {
                verbs.append(text)
            }
        }
        return verbs
    }

    private func url(_ mapping: MappingReader) -> String? {
        let expected = "redis://HOST:PORT or redis://USER:PASSWORD@HOST:PORT/DATABASE"
        guard let (text, _) = mapping.scalar("url", expected: expected) else { return nil }
        do throws(RedisAddressError) {
            _ = try RedisAddress(url: text)
            return text
        } catch {
            // A part that is quoted could be of a password with an unencoded `/` or `:` in it.
            let isTelling = text.contains("@") && error.description.contains("\"")
            let problem = isTelling ? "what stands beside the `@` cannot be read" : error.description
            mapping.report(
                mapping.place(of: "url"),
                "url",
                "redis.url: \(problem)",
                expected: expected,
                remedy: isTelling ? "percent-encode `/`, `:`, `?`, `#` and `@` in the password" : nil
            )
            return nil
        }
    }

    private func config(_ mapping: MappingReader) -> [String: String] {
        let directives = MappingReader(
            free: mapping["config"],
            path: "redis.config",
            place: mapping.place,
            reading: reading
        )
        var config: [String: String] = [:]
        for (key, place) in directives.keys {
            let isDirective = !key.isEmpty && key.utf8.allSatisfy { (0x61...0x7A).contains($0) || $0 == 0x2D }
            if !isDirective {
                directives.report(
                    place,
                    key,
                    "\(quote(key)) is no directive of redis.conf",
                    expected: "lower-case letters and dashes, for example `maxmemory`"
                )
            } else if let remedy = RedisDirectives.own[key] {
                directives.report(place, key, "redis.config.\(key) is set by Rollcall", remedy: remedy)
            } else if let (text, _) = directives.scalar(key, expected: "a value as redis.conf takes it") {
                if text.contains(where: \.isNewline) {
                    directives.report(place, key, "redis.config.\(key) has more than one line")
                } else {
                    config[key] = text
                }
            }
        }
        return config
    }
}
