import Core
import Stream
import Testing

@testable import Orchestrator

@Suite("redis.conf")
struct RedisConfigurationTests {
    private func configuration(_ spec: RedisSpec) throws -> RedisConfiguration {
        try RedisConfiguration(spec: spec, port: 7001, dataFolder: "/run/a \"b\"")
    }

    /// Without the lines of the harness.
    private func secrets(_ spec: RedisSpec) throws -> [String] {
        var random = SystemRandomNumberGenerator()
        let lines = try configuration(spec).secrets(HarnessLogin(using: &random), including: "/run/redis.conf")
            .split(separator: "\n").map(String.init)
        #expect(lines.first == #"include "/run/redis.conf""#)
        #expect(lines.contains { $0.hasPrefix("user rollcall-harness on ~* &* +@all >") })
        return lines.dropFirst().filter { !$0.contains("rollcall-harness") && !$0.hasPrefix("masterauth") }
    }

    @Test("Listens on 127.0.0.1 only, in its own folder, and keeps nothing unless asked")
    func plain() throws {
        let lines = try configuration(RedisSpec()).text.split(separator: "\n")
        #expect(lines.contains("bind 127.0.0.1"))
        #expect(lines.contains("port 7001"))
        #expect(lines.contains(#"dir "/run/a \"b\"""#))
        #expect(lines.contains(#"save """#))
        #expect(lines.contains("appendonly no"))
        #expect(!lines.contains { $0.hasPrefix("include") || $0.hasPrefix("repl") })
    }

    @Test("Append-only files are synced with every write; snapshots are made on shutdown")
    func persistence() throws {
        #expect(try configuration(RedisSpec(persistence: .aof)).text.contains("appendonly yes\nappendfsync always\n"))
        #expect(try configuration(RedisSpec(persistence: .rdb)).text.contains("\nsave 3600 1000000\n"))
    }

    @Test("What the backplane asks for stands there once, and what the scenario writes wins")
    func defaults() throws {
        let plain = try configuration(RedisSpec(persistence: .aof, defaults: StreamRedis.lines)).text
        for line in [
            "appendonly yes", "appendfsync always", "aof-load-truncated yes", "no-appendfsync-on-rewrite no",
            "maxmemory-policy noeviction", "repl-diskless-load disabled", "repl-timeout 5",
            "repl-ping-replica-period 1",
        ] {
            #expect(plain.split(separator: "\n").count { $0 == line } == 1, "\(line)")
        }
        let own = RedisSpec(config: ["repl-timeout": "60"], defaults: StreamRedis.lines)
        let lines = try configuration(own).text.split(separator: "\n").filter { $0.hasPrefix("repl-timeout") }
        #expect(lines == ["repl-timeout 60"])
    }

    @Test(
        "What the scenario's Redis cannot promise is what a node would find",
        arguments: [
            RedisSpec(persistence: .aof), RedisSpec(persistence: .none), RedisSpec(persistence: .rdb),
            RedisSpec(persistence: .aof, config: ["no-appendfsync-on-rewrite": "yes"]),
            RedisSpec(persistence: .aof, config: ["aof-load-truncated": "no"]),
            RedisSpec(persistence: .aof, config: ["maxmemory": "5mb", "maxmemory-policy": "allkeys-lru"]),
            RedisSpec(persistence: .aof, config: ["maxmemory": "5mb"]),
            RedisSpec(persistence: .aof, config: ["maxmemory-policy": "allkeys-lru"]),
        ]
    )
    func weaknesses(plain: RedisSpec) throws {
        var spec = plain
        spec.defaults = StreamRedis.lines
        var values = ["maxmemory": "0"]
        for line in try configuration(spec).text.split(separator: "\n") {
            let words = line.split(separator: " ", maxSplits: 1)
            if words.count == 2 { values[String(words[0])] = String(words[1]) }
        }
        let address = ServerAddress(port: 7001)
        let seen = ServerSettings(address: address, values: values, replication: nil)
        let report = SettingsCheck.report([seen], configured: [address])
        #expect(StreamRedis.weaknesses(of: spec).isEmpty == (report.contract == .exactlyOnce))
    }

    @Test("Passwords stand in the private file only, whatever bytes they have")
    func passwords() throws {
        let plain = RedisSpec(password: "a\"b\\c d\u{e9}")
        #expect(try secrets(plain) == [#"user "default" on ">a\"b\\c d\xc3\xa9" ~* &* +@all"#])
        #expect(try !configuration(plain).text.contains("a\\\"b"))
        #expect(
            try secrets(RedisSpec(password: "pw", username: "app"))
                == ["user default off", #"user "app" on ">pw" ~* &* +@all"#]
        )
        #expect(try secrets(RedisSpec()) == [#"user "default" on nopass ~* &* +@all"#])
    }

    @Test("Users have their rules; the one that the nodes log in as keeps its password")
    func users() throws {
        let spec = RedisSpec(
            users: [
                RedisUser(name: "app", rules: "~* +@all"), RedisUser(name: "other", password: "x", rules: "~a +get"),
                RedisUser(name: "open", rules: "+ping"),
            ],
            password: "pw",
            username: "app"
        )
        #expect(
            try secrets(spec) == [
                "user default off", #"user "app" on ">pw" ~* +@all"#, #"user "other" on ">x" ~a +get"#,
                #"user "open" on nopass +ping"#,
            ]
        )
    }

    @Test("A server of several is announced, follows its master, and logs in to it as the harness")
    func replicated() throws {
        let spec = RedisSpec(mode: .replica, replicas: 1)
        let replica = try RedisConfiguration(
            spec: spec,
            port: 7001,
            announcedPort: 7101,
            replicaOf: 7100,
            dataFolder: "/run/r2"
        )
        let lines = replica.text.split(separator: "\n")
        #expect(lines.contains("replicaof 127.0.0.1 7100"))
        #expect(lines.contains("replica-announce-port 7101"))
        #expect(lines.contains("repl-diskless-sync-delay 0"))
        #expect(!replica.text.contains("masterauth"))
        var random = SystemRandomNumberGenerator()
        let harness = HarnessLogin(using: &random)
        #expect(replica.secrets(harness, including: "x").contains("masterauth \(harness.password)\n"))
    }

    @Test("A sentinel's file is seeded with the replicas, and shows no password")
    func sentinel() {
        var random = SystemRandomNumberGenerator()
        let configuration = SentinelConfiguration(
            spec: SentinelSpec(count: 5, downAfterMilliseconds: 300, failoverTimeoutMilliseconds: 900),
            port: 7201,
            announcedPort: 7301,
            folder: "/run/s1",
            id: SentinelConfiguration.randomID(using: &random),
            master: 7001,
            replicas: [7002, 7003]
        )
        let lines = configuration.text.split(separator: "\n").map(String.init)
        for line in [
            "sentinel monitor rollcall 127.0.0.1 7001 3", "sentinel down-after-milliseconds rollcall 300",
            "sentinel failover-timeout rollcall 900", "sentinel known-replica rollcall 127.0.0.1 7002",
            "sentinel known-replica rollcall 127.0.0.1 7003", "sentinel announce-port 7301",
        ] {
            #expect(lines.contains(line))
        }
        #expect(configuration.id.count == 40)
        let harness = HarnessLogin(using: &random)
        #expect(!configuration.text.contains("auth-pass"))
        #expect(configuration.text(harness).contains("sentinel auth-pass rollcall \(harness.password)\n"))
    }

    @Test("Further lines are passed on, in order")
    func extra() throws {
        let spec = RedisSpec(config: [
            "maxmemory": "10mb", "client-output-buffer-limit": "pubsub 1mb 1mb 5", "notify-keyspace-events": "",
        ])
        let text = try configuration(spec).text
        #expect(
            text.contains("client-output-buffer-limit pubsub 1mb 1mb 5\nmaxmemory 10mb\nnotify-keyspace-events \"\"\n")
        )
    }

    @Test(
        "Lines that reach beyond the server, or are more than one line, are error 65",
        arguments: [
            ("bind", "0.0.0.0"), ("Port", "1"), ("dir", "/"), ("include", "/etc/x"), ("requirepass", "x"),
            ("replicaof", "h 1"), ("masterauth", "x"), ("tls-port", "1"), ("rename-command", "INFO x"),
            ("a b", "c"), ("", "x"), ("maxmemory", "1mb\nbind 0.0.0.0"), ("x\ny", "z"),
        ]
    )
    func reserved(key: String, value: String) {
        let error = #expect(throws: HarnessError.self) { try configuration(RedisSpec(config: [key: value])) }
        #expect(error?.code == .scenario)
    }
}
