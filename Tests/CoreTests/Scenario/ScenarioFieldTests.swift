import Testing

@testable import Core

@Suite struct ScenarioFieldTests {
    @Test func fillsInEveryDefault() throws {
        #expect(
            try ScenarioFixture.scenario(ScenarioFixture.minimal())
                == Scenario(name: "s", traffic: [TrafficSpec(count: 100)])
        )
    }

    @Test func readsEveryFieldOfTheSystemUnderTest() throws {
        let scenario = try ScenarioFixture.scenario(Self.everything)
        #expect(scenario.name == "every-field-1")
        #expect(scenario.about == "Two lines of text.")
        #expect(scenario.seed == .max)
        #expect(
            scenario.redis
                == RedisSpec(
                    port: 7_001,
                    password: "p w:1,2",
                    username: "ann",
                    database: 20,
                    persistence: .rdb,
                    config: ["databases": "32", "client-output-buffer-limit": "pubsub 32mb 8mb 60"]
                )
        )
        #expect(
            scenario.nodes
                == NodesSpec(
                    count: 3,
                    backplane: .pubsub,
                    app: "chat",
                    signalr: SignalRSettings(
                        disconnectTimeoutMilliseconds: 6_000,
                        keepAliveMilliseconds: 1_500,
                        messageBufferSize: 32,
                        scaleoutMappings: 64,
                        queueLength: 10,
                        inboundMessageBytesMax: 2_048
                    ),
                    hops: false,
                    defects: [PlantedDefect(kind: .swap, node: NodeID(3), nth: 5)]
                )
        )
    }

    @Test func readsEveryFieldOfClientsAndExpectations() throws {
        let scenario = try ScenarioFixture.scenario(Self.everything)
        #expect(
            scenario.clients
                == ClientsSpec(
                    count: 6,
                    placement: .fixed([NodeID(1): 4, NodeID(2): 0, NodeID(3): 2]),
                    reconnect: .fresh,
                    groups: [GroupShare(name: "red", count: 6), GroupShare(name: "blue", count: 2)],
                    users: [GroupShare(name: "ann", count: 2)],
                    perProcess: 3
                )
        )
        #expect(
            scenario.traffic == [
                TrafficSpec(
                    publishers: 2,
                    audiences: [.group("red"), .user("ann"), .all],
                    ratePerSecond: 0.5,
                    count: 10,
                    size: 1_024,
                    window: 1,
                    retry: .untilAcknowledged,
                    startMilliseconds: 250
                ),
                TrafficSpec(audiences: [.user("ann")], count: 2),
            ]
        )
        #expect(
            scenario.expect
                == Expectation(
                    delivery: .gapSignalled,
                    order: .fifo,
                    pipelined: true,
                    reproduces: [
                        ReproducedViolation(violation: .lost), ReproducedViolation(violation: .duplicated, count: 5),
                    ],
                    knownAs: "SignalR/SignalR#3091",
                    acknowledgedAtLeast: 7
                )
        )
        #expect(
            scenario.limits
                == LimitsSpec(
                    startMilliseconds: 1_000,
                    connectMilliseconds: 2_000,
                    trafficMilliseconds: 60_000,
                    settleMilliseconds: 500
                )
        )
    }

    @Test func readsEveryFaultWithItsDefaults() throws {
        let faults = try ScenarioFixture.scenario(
            ScenarioFixture.minimal(
                """
                redis: {persistence: aof}
                clients: {groups: {red: 2}}
                faults:
                  - {at: 0s, do: redis.restart}
                  - {at: 1s, do: redis.restart, down: 0s, data: wipe, manner: stop}
                  - {every: 30s, times: 1, do: redis.freeze}
                  - {every: 5s, from: 2s, until: 20s, times: 3, jitter: 100ms, do: redis.freeze, down: 1s}
                  - {after: 100 published, do: node.kill, node: n1}
                  - {after: 400 delivered, do: node.kill, node: n2, down: 1s}
                  - {after: 4 connected, do: node.restart, node: n2}
                  - {after: 2 joined, do: client.drop, share: 10%}
                  - {at: 1s, do: client.drop, count: 4, manner: close, away: 1m}
                  - {at: 1s, do: client.drop, clients: [c1, c4]}
                  - {at: 1s, do: client.drop, clients: all}
                  - {at: 1s, do: client.drop, node: n1}
                """
            )
        ).faults
        let once = FaultTrigger.at(milliseconds: 1_000)
        #expect(
            faults.map(\.trigger) == [
                .at(milliseconds: 0), once,
                .every(
                    milliseconds: 30_000,
                    fromMilliseconds: 30_000,
                    untilMilliseconds: nil,
                    times: 1,
                    jitterMilliseconds: 0
                ),
                .every(
                    milliseconds: 5_000,
                    fromMilliseconds: 2_000,
                    untilMilliseconds: 20_000,
                    times: 3,
                    jitterMilliseconds: 100
                ),
                .after(count: 100, of: .published), .after(count: 400, of: .delivered),
                .after(count: 4, of: .connected),
                .after(count: 2, of: .joined), once, once, once, once,
            ]
        )
        #expect(
            faults.map(\.fault) == [
                AnyFault(RedisRestart(downMilliseconds: 500, manner: .kill, back: RedisReturn())),
                AnyFault(RedisRestart(downMilliseconds: 0, manner: .stop, back: RedisReturn(data: .wipe))),
                AnyFault(RedisFreeze(downMilliseconds: nil)), AnyFault(RedisFreeze(downMilliseconds: 1_000)),
                AnyFault(NodeKill(node: NodeID(1), downMilliseconds: nil)),
                AnyFault(NodeKill(node: NodeID(2), downMilliseconds: 1_000)),
                AnyFault(NodeRestart(node: NodeID(2), downMilliseconds: 500)),
                AnyFault(ClientDrop(.share(0.1), manner: .reset, awayMilliseconds: 0)),
                AnyFault(ClientDrop(.count(4), manner: .close, awayMilliseconds: 60_000)),
                AnyFault(ClientDrop(.named([ClientID(1), ClientID(4)]), manner: .reset, awayMilliseconds: 0)),
                AnyFault(ClientDrop(.all, manner: .reset, awayMilliseconds: 0)),
                AnyFault(ClientDrop(.onNode(NodeID(1)), manner: .reset, awayMilliseconds: 0)),
            ]
        )
        #expect(faults.map(\.line) == Array(6...17))
    }

    @Test func givesARedisWithoutPersistenceNothingToKeep() throws {
        let fault = "faults: [{at: 1s, do: redis.restart}]"
        #expect(
            try ScenarioFixture.scenario(ScenarioFixture.minimal(fault)).faults.map(\.fault)
                == [AnyFault(RedisRestart(downMilliseconds: 500, manner: .kill, back: RedisReturn()))]
        )
    }

    @Test func takesTheKeepAliveFromTheDisconnectTimeout() throws {
        let nodes = try ScenarioFixture.scenario(ScenarioFixture.minimal("nodes: {disconnect-timeout: 6s}")).nodes
        #expect(nodes.signalr.keepAliveMilliseconds == 2_000)
    }

    @Test func takesTheNumberOfClientsFromTheirPlacement() throws {
        let clients = try ScenarioFixture.scenario(ScenarioFixture.minimal("clients: {placement: {n1: 3, n2: 2}}"))
            .clients
        #expect(clients.count == 5)
    }

    @Test(
        arguments: [
            ("seed: x", "3:7 seed is no such number: 'x'"), ("seed: '1'", "3:7 seed is no such number: '1'"),
            ("seed: 18446744073709551616", "3:7 seed is no such number: '18446744073709551616'"),
            ("nodes: 3", "3:8 nodes must be a mapping; got '3'"),
            ("nodes:", "3:1 nodes must be a mapping; got nothing"),
            ("nodes: [1]", "3:8 nodes must be a mapping; got a list"),
            ("nodes: {count: 0}", "3:16 nodes.count is too small"),
            ("nodes: {count: -1}", "3:16 nodes.count cannot be negative"),
            ("nodes: {count: 65}", "3:16 nodes.count is too large"),
            ("nodes: {count: '2'}", "3:16 nodes.count is text"),
            ("nodes: {count: 2.0}", "3:16 nodes.count is no whole number: '2.0'"),
            ("nodes: {count: 99999999999999999999}", "3:16 nodes.count is too large"),
            ("nodes: {count: -99999999999999999999}", "3:16 nodes.count cannot be negative"),
            ("nodes: {count: }", "3:9 nodes.count has no value"),
            ("nodes: {count: {}}", "3:16 nodes.count is a mapping"),
            ("nodes: {hops: yes}", "3:15 nodes.hops is neither true nor false: 'yes'"),
            ("nodes: {discovery: follw}", "3:20 nodes.discovery cannot be 'follw'"),
            ("nodes: {command: [x]}", "3:9 nodes.command is not supported yet"),
            ("nodes: {app: 'a b'}", "3:14 nodes.app is no name: 'a b'"),
            ("nodes: {message-buffer: 31}", "3:25 nodes.message-buffer is too small"),
            ("nodes: {inbound-limit: 64}", "3:24 nodes.inbound-limit has no unit: '64'"),
            ("nodes: {keep-alive: -2s}", "3:21 nodes.keep-alive cannot be negative"),
            ("nodes: {keep-alive: 2sec}", "3:21 nodes.keep-alive has no known unit: '2sec'"),
            ("nodes: {defects: {do: drop}}", "3:18 nodes.defects must be a list; got a mapping"),
            ("nodes: {defects: [{do: drop, node: n1}]}", "3:19 nodes.defects.0 needs the key 'nth'"),
            ("redis: {mode: cluster}", "3:15 redis.mode: 'cluster' is not supported yet"),
            ("redis: {mode: x}", "3:15 redis.mode cannot be 'x'"), ("redis: {port: 0}", "3:15 redis.port is too small"),
            ("redis: {port: 65536}", "3:15 redis.port is too large"),
            ("redis: {config: {port: 1}}", "3:18 redis.config.port is set by Rollcall"),
            ("redis: {config: {Max Memory: 1}}", "3:18 'Max Memory' is no directive of redis.conf"),
            ("redis: {config: {maxmemory: [1]}}", "3:29 redis.config.maxmemory is a list"),
            ("clients: {placement: evenly}", "3:22 clients.placement cannot be 'evenly'"),
            ("clients: {placement: {x: 1}}", "3:23 'x' is no node"),
            ("clients: {groups: {a.b: 1}}", "3:20 'a.b' is no name"),
            (
                "clients: {groups: {red: 0}}",
                "3:25 clients.groups.red: nobody is in it, and no fault lets anybody join"
            ),
            ("clients: {reconnect: resumes}", "3:22 clients.reconnect cannot be 'resumes'"),
            ("faults: {at: 1s}", "3:9 faults must be a list; got a mapping"),
            ("faults: [x]", "3:10 faults.0 must be a mapping; got 'x'"),
            ("faults: [{at: 1s}]", "3:10 faults.0 needs the key 'do'"),
            ("faults: [{do: redis.freeze}]", "3:10 faults.0 has no trigger"),
            ("faults: [{at: 1s, every: 1s, do: redis.freeze}]", "3:19 faults.0 has more than one trigger"),
            ("faults: [{at: 1s, until: 2s, do: redis.freeze}]", "3:19 faults.0.until belongs to `every`"),
            ("faults: [{at: 1s, do: redis.freeze, node: n1}]", "3:37 faults.0 has no key 'node'"),
            ("faults: [{at: 1s, do: redis.freeze, down: 0s}]", "3:43 faults.0.down is too small"),
            (
                "faults: [{every: 1s, jitter: 1s, do: redis.freeze}]",
                "3:30 faults.0.jitter must be less than `every`: repetitions would change places"
            ),
            (
                "faults: [{every: 1s, until: 500ms, do: redis.freeze}]",
                "3:29 faults.0.until is before the first time, 1s"
            ),
            ("faults: [{after: 10, do: redis.freeze}]", "3:18 faults.0.after is no count: '10'"),
            ("faults: [{after: 10 sent, do: redis.freeze}]", "3:18 faults.0.after cannot be 'sent'"),
            (
                "faults: [{at: 1s, do: redis.restart, data: keep}]",
                "3:44 faults.0.data: a Redis without persistence keeps nothing"
            ),
            ("faults: [{at: 1s, do: client.drop}]", "3:10 faults.0 does not say which clients"),
            ("faults: [{at: 1s, do: client.drop, share: 10%, count: 1}]", "3:48 faults.0 chooses clients in two ways"),
            ("faults: [{at: 1s, do: client.drop, share: 0%}]", "3:43 faults.0.share is too small"),
            ("faults: [{at: 1s, do: client.drop, share: 101%}]", "3:43 faults.0.share is too large"),
            ("faults: [{at: 1s, do: client.drop, share: 0.1}]", "3:43 faults.0.share has no unit: '0.1'"),
            ("faults: [{at: 1s, do: client.drop, clients: [c0]}]", "3:46 'c0' is no client"),
            ("faults: [{at: 1s, do: client.drop, clients: [c1, c1]}]", "3:50 'c1' is in the list twice"),
            ("faults: [{at: 1s, do: node.kill}]", "3:10 faults.0 needs the key 'node'"),
            ("faults: [{at: 1s, do: node.kill, node: 2}]", "3:40 faults.0.node is no node: '2'"),
            ("expect: {delivery: exactly once}", "3:20 expect.delivery cannot be 'exactly once'"),
            ("expect: {order: totl}", "3:17 expect.order cannot be 'totl'"),
            ("expect: {reproduces: [loss]}", "3:23 expect.reproduces cannot be 'loss'"),
            ("expect: {reproduces: lost}", "3:22 expect.reproduces must be a list; got 'lost'"),
            ("expect: {reproduces: [lost, lost: 2]}", "3:29 lost is in the list twice"),
            ("expect: {reproduces: [{lost: 1, phantom: 1}]}", "3:23 one violation for each item"),
            ("expect: {backplanes: {sygnalr: {}}}", "3:23 expect.backplanes.sygnalr cannot be 'sygnalr'"),
            ("limits: {settle: 25h}", "3:18 limits.settle is too large"),
        ]
    )
    func saysWhatIsWrongWithAField(_ more: String, _ problem: String) {
        let problems = ScenarioFixture.problems(ScenarioFixture.minimal(more))
        #expect(problems.contains(problem), "\(problems)")
    }

    @Test(
        arguments: [
            ("", "2:1 traffic has no value"), (" []", "2:10 traffic is empty: nothing would be published"),
            (" [{}]", "2:11 traffic.0 needs the key 'count'"),
            (" {count: 1}", "2:10 traffic must be a list; got a mapping"),
            (" [{count: 1, to: []}]", "2:26 traffic.0.to is empty"),
            (" [{count: 1, to: everyone}]", "2:26 traffic.0.to is no audience: 'everyone'"),
            (" [{count: 1, to: [all, all]}]", "2:32 all is in the list twice"),
            (" [{count: 1, rate: 5/d}]", "2:28 traffic.0.rate has no known unit: '5/d'"),
            (" [{count: 1, rate: 0/s}]", "2:28 traffic.0.rate is too small"),
            (" [{count: 1, size: 63B}]", "2:28 traffic.0.size is too small"),
            (" [{count: 1, retry: always}]", "2:29 traffic.0.retry cannot be 'always'"),
        ]
    )
    func saysWhatIsWrongWithTraffic(_ value: String, _ problem: String) {
        let problems = ScenarioFixture.problems("scenario: s\ntraffic:\(value)\n")
        #expect(problems == [problem])
    }

    @Test func asksForTheKeysThatMustBeThere() {
        #expect(
            ScenarioFixture.problems("seed: 1") == [
                "1:1 the scenario needs the key 'scenario'", "1:1 the scenario needs the key 'traffic'",
            ]
        )
    }

    /// As many fields as fit together.
    static let everything = """
        scenario: every-field-1
        about: |
          Two lines
            of text.
        seed: 18446744073709551615
        redis:
          mode: standalone
          port: 7001
          password: "p w:1,2"
          username: ann
          database: 20
          persistence: rdb
          config: {databases: 32, client-output-buffer-limit: pubsub 32mb 8mb 60}
        nodes:
          count: 3
          backplane: pubsub
          app: chat
          keep-alive: 1.5s
          disconnect-timeout: 6s
          message-buffer: 32
          scaleout-mappings: 64
          queue-length: 10
          inbound-limit: 2KiB
          hops: false
          defects: [{do: swap, node: n3, nth: 5}]
        clients:
          count: 6
          placement: {n1: 4, n2: 0, n3: 2}
          reconnect: fresh
          groups: {red: 6, blue: 2}
          users: {ann: 2}
          per-process: 3
        traffic:
          - {publishers: 2, to: [group:red, user:ann, all], rate: 30/m, count: 10, size: 1KiB, window: 1, retry: until-acknowledged, at: 250ms}
          - {to: user:ann, count: 2}
        apps:
          - {app: shop, database: 2, nodes: 1, clients: 2, traffic: [{count: 5, rate: 10/s}]}
        faults:
          - {every: 500ms, from: 1s, until: 6s, times: 3, jitter: 100ms, do: client.drop, share: 2.5%, manner: close, away: 1s}
          - {after: 5 published, do: redis.restart, down: 2s, data: keep, manner: stop}
          - {when: {see: n2 ready, nth: 2, delay: 100ms}, repeat: 2, pause: 1s, do: client.drop, clients: [c1, c8]}
          - {hook: {link: n4.pub, what: reply, nth: 3}, do: node.restart, node: n2}
          - {after: 3 joined to group:red, do: node.restart, node: n4}
        expect:
          delivery: gap-signalled
          order: fifo
          pipelined: true
          reproduces: [lost, {duplicated: 5}]
          known-as: SignalR/SignalR#3091
          acknowledged-at-least: 7
          backplanes:
            signalr: {delivery: exactly-once}
        limits: {start: 1s, connect: 2s, traffic: 1m, settle: 500ms}
        variants:
          more: {nodes.count: 4, faults.0: {share: 5%}, expect.backplanes.pubsub: {order: none}}
        """
}
