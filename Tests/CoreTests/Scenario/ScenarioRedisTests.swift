import Testing

@testable import Core

/// The Redis of a scenario, and the faults on it: what is read, and what is refused.
@Suite struct ScenarioRedisTests {
    @Test func readsATopology() throws {
        let redis = try ScenarioFixture.scenario(
            ScenarioFixture.minimal(
                """
                redis:
                  mode: sentinel
                  replicas: 2
                  sentinels: 5
                  quorum: 2
                  down-after: 300ms
                  failover-timeout: 1s
                  password: pw
                  username: app
                  users: {app: {rules: ~* +@all}, ann: {password: 7, rules: '~a:* &b +get -set'}}
                """
            )
        ).redis
        #expect(redis.mode == .sentinel && redis.replicas == 2)
        #expect(
            redis.sentinel
                == SentinelSpec(count: 5, quorum: 2, downAfterMilliseconds: 300, failoverTimeoutMilliseconds: 1_000)
        )
        #expect(
            redis.users == [
                RedisUser(name: "app", rules: "~* +@all"),
                RedisUser(name: "ann", password: "7", rules: "~a:* &b +get -set"),
            ]
        )
        let usual = try ScenarioFixture.scenario(ScenarioFixture.minimal("redis: {mode: replica}")).redis
        #expect(usual.replicas == 1 && usual.sentinel == SentinelSpec())
        let given = "redis: {url: 'redis://h', allow: [redis.kill-clients, redis.pause]}"
        #expect(
            try ScenarioFixture.scenario(ScenarioFixture.minimal(given)).redis.allow
                == ["redis.kill-clients", "redis.pause"]
        )
    }

    @Test func readsEveryFaultOnRedis() throws {
        let faults = try ScenarioFixture.scenario(
            ScenarioFixture.minimal(
                """
                redis: {mode: sentinel, persistence: aof}
                faults:
                  - {at: 1s, do: redis.kill}
                  - {at: 2s, do: redis.kill, target: r2, down: 1s, data: wipe, as: old-self}
                  - {after: 3 published, do: redis.stop, target: s2}
                  - {after: 3 published, do: redis.start, target: r1, data: snapshot, port: new, loading-for: 2s}
                  - {after: 3 published, do: redis.restart, target: replica, down: 0s, manner: stop, loading-for: 1s}
                  - {after: 3 published, do: redis.freeze, target: n2.sub}
                  - {after: 3 published, do: redis.thaw, target: old-master}
                  - {after: 3 published, do: redis.snapshot, target: servers}
                  - {after: 3 published, do: redis.kill-clients, type: pubsub, node: n2}
                  - {after: 3 published, do: redis.promote, for: 2s}
                  - {after: 3 published, do: redis.detach, target: r2}
                  - {after: 3 published, do: redis.script-flush}
                  - {after: 3 published, do: redis.set-key, value: 17}
                  - {after: 3 published, do: redis.fill-memory, to: 10MiB, for: 1s}
                  - {after: 3 published, do: redis.acl, user: ann, rules: resetchannels -@all, password: pw}
                  - {after: 3 published, do: redis.flush}
                  - {after: 3 published, do: redis.pause, mode: write, for: 500ms}
                  - {after: 3 published, do: sentinel.failover}
                """
            )
        ).faults.map(\.fault)
        let expected: [any Fault] = [
            RedisKill(downMilliseconds: nil),
            RedisKill(
                .server(ServerID(2)),
                downMilliseconds: 1_000,
                back: RedisReturn(data: .wipe, role: .oldSelf)
            ),
            RedisStop(.sentinel(SentinelID(2)), downMilliseconds: nil),
            RedisStart(
                .server(ServerID(1)),
                back: RedisReturn(data: .snapshot, port: .new, loadingMilliseconds: 2_000)
            ),
            RedisRestart(
                .replica,
                downMilliseconds: 0,
                manner: .stop,
                back: RedisReturn(loadingMilliseconds: 1_000)
            ),
            RedisFreeze(.holder(NodeID(2), .sub), downMilliseconds: nil), RedisThaw(.oldMaster),
            RedisSnapshot(.allServers), RedisKillClients(.master, .pubsub, node: NodeID(2)),
            RedisPromote(forMilliseconds: 2_000), RedisDetach(.server(ServerID(2)), forMilliseconds: nil),
            RedisScriptFlush(), RedisSetKey(value: "17"), RedisFillMemory(bytes: 10_485_760, forMilliseconds: 1_000),
            RedisACL(user: "ann", rules: "resetchannels -@all", password: "pw", forMilliseconds: nil), RedisFlush(),
            RedisPause(.master, .write, forMilliseconds: 500), SentinelFailover(),
        ]
        #expect(faults == expected.map { AnyFault($0) })
    }

    @Test(
        arguments: [
            ("redis: {replicas: 1}", "3 redis.replicas: a standalone Redis has none"),
            ("redis: {mode: replica, replicas: 0}", "3 redis.replicas is too small"),
            ("redis: {mode: cluster}", "3 redis.mode: 'cluster' is not supported yet"),
            ("redis: {mode: replica, sentinels: 3}", "3 redis.sentinels: this Redis has no sentinels"),
            ("redis: {down-after: 1s}", "3 redis.down-after: this Redis has no sentinels"),
            (
                "redis: {mode: sentinel, sentinels: 2, quorum: 3}",
                "3 redis.quorum: 3 sentinels cannot agree where there are 2"
            ),
            ("redis: {mode: sentinel, down-after: 10ms}", "3 redis.down-after is too small"),
            ("redis: {config: {replicaof: h 1}}", "3 redis.config.replicaof is set by Rollcall"),
            (
                "redis: {url: 'redis://h', mode: sentinel}",
                "3 redis.mode does not go with redis.url: of a Redis that is given only its address is known"
            ),
            (
                "redis: {url: 'redis://h', users: {a: {rules: +get}}}",
                "3 redis.users does not go with redis.url: a Redis that is given is not reconfigured"
            ),
            ("redis: {users: {a b: {rules: +get}}}", "3 'a b' is no name of a user"),
            ("redis: {users: {rollcall-harness: {rules: +get}}}", "3 'rollcall-harness' is no name of a user"),
            ("redis: {users: {a: {password: x}}}", "3 redis.users.a needs the key 'rules'"),
            ("redis: {users: {a: {rules: get}}}", "3 redis.users.a.rules: 'get' is no rule of an ACL"),
            ("redis: {users: {a: {rules: +get >x}}}", "3 redis.users.a.rules holds a password"),
            (
                "redis: {password: x, users: {default: {password: y, rules: +get}}}",
                "3 redis.users.default: the nodes log in as this user"
            ),
            (
                "redis: {allow: [redis.pause]}",
                "3 redis.allow is for a Redis that is given by `url`: to one of its own a run may do anything"
            ),
            ("redis: {url: 'redis://h', allow: [redis.puase]}", "3 redis.allow.0: there is no fault 'redis.puase'"),
            (
                "redis: {url: 'redis://h', allow: [redis.flush]}",
                "3 redis.allow.0: redis.flush cannot be allowed for a Redis that Rollcall did not start"
            ),
            (
                "redis: {url: 'redis://h', allow: [node.kill]}",
                "3 redis.allow.0: node.kill does nothing to Redis"
            ),
            (
                "redis: {url: 'redis://h', allow: [redis.pause, redis.pause]}",
                "3 redis.allow.1: redis.pause is in the list twice"
            ),
        ]
    )
    func refusesARedisThatCannotBe(_ more: String, _ problem: String) {
        #expect(problems(more) == [problem])
    }

    @Test(
        arguments: [
            ("", "redis.kill, target: r2", "faults.0.target: there is no server r2"),
            ("", "redis.freeze, target: s1", "faults.0.target: this Redis has no sentinels"),
            ("", "redis.freeze, target: mastre", "faults.0.target is no Redis process: 'mastre'"),
            ("", "redis.promote", "faults.0.target: this Redis has no replica"),
            ("mode: replica", "redis.promote, target: master", "faults.0.target: master is no replica"),
            ("mode: replica", "redis.flush, target: r3", "faults.0.target: there is no server r3"),
            ("mode: replica", "sentinel.failover", "faults.0: this Redis has no sentinels"),
            (
                "mode: sentinel", "redis.flush, target: s1",
                "faults.0.target: a sentinel has no data and no clients of the nodes"
            ),
            (
                "mode: sentinel", "redis.restart, target: s1, data: snapshot",
                "faults.0.data: a sentinel has no snapshot"
            ),
            ("", "redis.restart, data: snapshot", "faults.0.data: nothing puts a snapshot aside"),
            ("", "redis.restart, data: keep", "faults.0.data: a Redis without persistence keeps nothing"),
            ("", "redis.restart, as: old-self", "faults.0.as: a Redis of one server is its own master"),
            ("mode: replica", "redis.kill, as: old-self", "faults.0.as: the server is not started again"),
            ("mode: replica", "redis.start", "faults.0 does not say which server to start"),
            ("", "redis.acl, user: a", "faults.0 changes nothing of the user"),
            ("", "redis.acl, rules: '>x'", "faults.0.rules holds a password"),
            (
                "", "redis.acl, user: rollcall-harness, rules: off",
                "faults.0.user: rollcall-harness is the harness itself"
            ),
            ("", "redis.fill-memory, to: 100KB", "faults.0.to is too small"),
            ("", "redis.pause, for: 10ms", "faults.0.for is too small"),
            ("", "redis.set-key, key: a", "faults.0 needs the key 'value'"),
            ("", "redis.kill-clients, type: some", "faults.0.type cannot be 'some'"),
            ("", "redis.kill-clients, node: n9", "faults.0.node: there is no node n9; nodes.count is 2"),
            (
                "url: 'redis://h'", "redis.pause, for: 1s",
                "redis.pause would change a Redis that Rollcall did not start"
            ),
            ("url: 'redis://h'", "redis.flush", "redis.flush would harm a Redis that Rollcall did not start"),
            (
                "url: 'redis://h', allow: [redis.acl]", "redis.acl, rules: off",
                "faults.0: Rollcall itself logs in to this Redis as default"
            ),
            (
                "url: 'redis://h', allow: [redis.script-flush]", "redis.script-flush, target: replica",
                "faults.0.target: of a Redis that is given only its address is known"
            ),
        ]
    )
    func refusesAFaultThatCannotBe(_ redis: String, _ fault: String, _ problem: String) {
        #expect(problems("redis: {\(redis)}\nfaults: [{at: 1s, do: \(fault)}]") == ["4 " + problem])
    }

    @Test func startsWhatIsDownOnlyByItsName() {
        let faults = "faults: [{at: 1s, do: redis.kill}, {at: 2s, do: redis.start, target: master}]"
        #expect(
            problems("redis: {mode: sentinel}\n" + faults).contains("4 faults.1.target: master is a server that runs")
        )
        let moved = "faults: [{at: 1s, do: redis.kill}, {at: 2s, do: redis.start, port: new}]"
        #expect(problems(moved) == ["3 faults.1.port: nobody would tell the nodes of a new port"])
    }

    @Test func neverShowsThePasswordOfAUser() {
        let report = ScenarioFixture.report(
            ScenarioFixture.minimal("redis: {users: {a: {password: sw0rdfish, rules: get}}}")
        )
        #expect(report.contains("no rule of an ACL") && !report.contains("sw0rdfish"))
        let inRules = ScenarioFixture.report(
            ScenarioFixture.minimal("redis:\n  users:\n    a:\n      rules: '>sw0rdfish'")
        )
        #expect(inRules.contains("holds a password") && !inRules.contains("sw0rdfish"))
    }

    /// `line problem` of each mistake.
    private func problems(_ more: String) -> [String] {
        ScenarioFixture.problems(ScenarioFixture.minimal(more)).map { text in
            let place = text.prefix { $0 != " " }
            return String(place.prefix { $0 != ":" }) + text.dropFirst(place.count)
        }
    }
}
