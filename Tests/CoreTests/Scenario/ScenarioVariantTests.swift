import Testing

@testable import Core

@Suite struct ScenarioVariantTests {
    private static let text = """
        scenario: s
        nodes: {count: 2}
        traffic:
          - {count: 100, rate: 100/s}
        faults:
          - {at: 1s, do: node.kill, node: n2, down: 1s}
        expect:
          reproduces: [lost]
          known-as: X#1
          backplanes:
            pubsub: {delivery: at-most-once, reproduces: []}
        variants:
          larger: {nodes.count: 3, traffic.0.count: 200}
          longer: {faults.0: {down: 3s}}
          later: {faults.0: {at: null, every: 2s, times: 2}}
          twice: {faults.1: {at: 2s, do: redis.freeze}}
          calm: {faults: null, expect.reproduces: []}
          other: {"nodes": {backplane: pubsub, app: chat}, seed: 9}
        """

    @Test func putsValuesAtPaths() throws {
        let file = try ScenarioFixture.parse(Self.text).get()
        #expect(file.variants == ["larger", "longer", "later", "twice", "calm", "other"])
        let larger = try file.scenario(variant: "larger")
        #expect(larger.variant == "larger")
        #expect(larger.nodes.count == 3)
        #expect(larger.traffic == [TrafficSpec(ratePerSecond: 100, count: 200)])
        #expect(try file.scenario().nodes.count == 2)
    }

    @Test func mergesAddsAndRemoves() throws {
        let file = try ScenarioFixture.parse(Self.text).get()
        let kill = NodeKill(node: NodeID(2), downMilliseconds: 3_000)
        #expect(
            try file.scenario(variant: "longer").faults == [
                FaultSpec(trigger: .at(milliseconds: 1_000), kill, line: 6)
            ]
        )
        #expect(
            try file.scenario(variant: "later").faults.map(\.trigger) == [
                .every(
                    milliseconds: 2_000,
                    fromMilliseconds: 2_000,
                    untilMilliseconds: nil,
                    times: 2,
                    jitterMilliseconds: 0
                )
            ]
        )
        #expect(try file.scenario(variant: "twice").faults.map(\.fault.verb) == ["node.kill", "redis.freeze"])
        #expect(try file.scenario(variant: "calm").faults.isEmpty)
        let other = try file.scenario(variant: "other")
        #expect(other.nodes == NodesSpec(count: 2, backplane: .pubsub, app: "chat"))
        #expect(other.seed == 9)
    }

    @Test func choosesTheContractOfTheBackplane() throws {
        let file = try ScenarioFixture.parse(Self.text).get()
        let signalr = try file.scenario()
        #expect(signalr.expect.reproduces == [ReproducedViolation(violation: .lost)])
        #expect(signalr.expect.knownAs == "X#1")
        let pubsub = try file.scenario(backplane: .pubsub)
        #expect(pubsub.nodes.backplane == .pubsub)
        #expect(pubsub.expect == Expectation(delivery: .atMostOnce))
        #expect(try file.scenario(variant: "other").expect == pubsub.expect)
        #expect(try file.scenario(variant: "other", backplane: .signalr).expect == signalr.expect)
    }

    @Test func saysWhichVariantsThereAre() throws {
        let file = try ScenarioFixture.parse(Self.text).get()
        let error = #expect(throws: ScenarioDiagnostics.self) { try file.scenario(variant: "longr") }
        #expect(error?.all.first?.problem == "there is no variant 'longr'")
        #expect(error?.all.first?.nearest == "longer")
    }

    @Test func showsMistakesOfAVariantWhereTheyWereMade() {
        #expect(
            ScenarioFixture.report(ScenarioFixture.minimal("variants: {big: {nodes.cuont: 3}}")) == """
                s.yaml:3:18: error: nodes has no key 'cuont' (variant big)
                    3 | variants: {big: {nodes.cuont: 3}}
                      |                  ^~~~~~~~~~~
                  did you mean 'count'?
                  expected: count, backplane, app, keep-alive, disconnect-timeout, message-buffer, scaleout-mappings, \
                queue-length, inbound-limit, log-entries, log-bytes, retention, hops, defects, discovery or balancer
                """
        )
    }

    @Test(
        arguments: [
            ("{v: {nodes.count: x}}", "3:29 nodes.count is no whole number: 'x' (variant v)"),
            ("{v: {nodes.count.x: 1}}", "3:16 nodes.count is a mapping (variant v)"),
            ("{v: {traffic.3.count: 1}}", "3:16 traffic.3.count: the list has 1 items, and no item '3' (variant v)"),
            ("{v: {traffic.x.count: 1}}", "3:16 traffic.x.count: the list has 1 items, and no item 'x' (variant v)"),
            (
                "{v: {traffic.0.count.x: 1}}",
                "3:16 traffic.0.count.x: '100' is no mapping or list, so 'x' is not in it (variant v)"
            ),
            ("{v: {scenario: t}}", "3:16 a variant cannot change 'scenario' (variant v)"),
            ("{v: {variants.v: {}}}", "3:16 a variant cannot change 'variants' (variant v)"),
            ("{v: {seed: null}}", "3:16 'seed' is not there, so it cannot be removed (variant v)"),
            ("{v: {a..b: 1}}", "3:16 'a..b' is no path (variant v)"),
            ("{v: 3}", "3:15 variants.v must be a mapping; got '3'"),
            ("{'a b': {}}", "3:12 'a b' is no name"), ("[x]", "3:11 variants must be a mapping; got a list"),
            ("{v: {traffic: null}}", "1:1 the scenario needs the key 'traffic' (variant v)"),
        ]
    )
    func refusesVariantsThatCannotBe(_ variants: String, _ problem: String) {
        let problems = ScenarioFixture.problems(ScenarioFixture.minimal("variants: \(variants)"))
        #expect(problems == [problem])
    }

    /// A fault that was right becomes wrong: it is shown where the fault stands, with the variant's name.
    @Test func checksTheWholeScenarioOfEachVariant() {
        let text = """
            scenario: s
            traffic: [{count: 100}]
            faults: [{at: 1s, do: node.restart, node: n2}]
            variants: {single: {nodes.count: 1}}
            """
        #expect(
            ScenarioFixture.problems(text) == [
                "3:43 faults.0.node: there is no node n2; nodes.count is 1 (variant single)"
            ]
        )
    }

    @Test func checksEveryBackplaneThatTheContractNames() {
        let more = "expect: {reproduces: [lost], backplanes: {pubsub: {delivery: at-most-once}}}"
        #expect(
            ScenarioFixture.problems(ScenarioFixture.minimal(more)) == [
                "3:22 expect.reproduces: `delivery: at-most-once` allows what is lost, so it is no violation "
                    + "(backplane pubsub)"
            ]
        )
    }
}
