extension ScenarioReader {
    func redis(_ top: MappingReader) -> RedisSpec {
        let mapping = section("redis", .redis, in: top)
        var redis = RedisSpec()
        redis.url = url(mapping)
        redis.port = mapping.count("port", in: 1...65_535).map(UInt16.init)
        redis.password = secret(mapping)
        redis.username = mapping.name("username")
        redis.database = mapping.count("database", in: 0...1_023) ?? 0
        redis.persistence = mapping.word("persistence", as: RedisSpec.Persistence.self) ?? .none
        redis.config = config(mapping)
        if let (text, _) = mapping.scalar("mode", expected: "standalone"), text != "standalone" {
            mapping.refuseWord(
                text,
                at: mapping.place(of: "mode"),
                "mode",
                words: ["standalone"],
                later: ["replica", "sentinel", "cluster"]
            )
        }
        return redis
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

    /// Reported at its key: the line of its value must not be shown.
    private func secret(_ mapping: MappingReader) -> String? {
        guard let tree = mapping["password"] else { return nil }
        guard case .scalar(let text, _) = tree.content, !text.isEmpty, !tree.isNull else {
            mapping.report(mapping.keyPlace(of: "password"), "password", "redis.password is no text", expected: "text")
            return nil
        }
        return text
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
            } else if let remedy = Self.ownDirectives[key] {
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

    /// Directives that a run decides itself, and what to write instead.
    private static let ownDirectives: [String: String] = {
        let persistence = "write `redis: {persistence: none}`, `rdb` or `aof`"
        let folder = "remove it; a run has a folder of its own"
        let process = "remove it; Rollcall watches the process"
        return [
            "port": "write `redis: {port: ...}`",
            "bind": "remove it; Rollcall listens on 127.0.0.1 only",
            "protected-mode": "remove it; Rollcall listens on 127.0.0.1 only",
            "unixsocket": "remove it; Rollcall listens on 127.0.0.1 only",
            "requirepass": "write `redis: {password: ...}`",
            "user": "write `redis: {username: ..., password: ...}`",
            "aclfile": "write `redis: {username: ..., password: ...}`",
            "appendonly": persistence,
            "appendfsync": persistence,
            "save": persistence,
            "dir": folder,
            "dbfilename": folder,
            "logfile": folder,
            "pidfile": folder,
            "daemonize": process,
            "supervised": process,
            "include": "write the directives here",
            "loadmodule": "remove it; scenarios load no code into Redis",
        ]
    }()
}
