import Testing

@testable import Core

/// When faults happen, as scenario files say it.
@Suite struct ScenarioTriggerTests {
    private static func fault(_ trigger: String) -> String {
        """
        scenario: s
        nodes: {count: 3}
        clients: {count: 6, groups: {red: 4}}
        traffic: [{count: 300, publishers: 2}]
        faults: [{\(trigger), do: client.drop, share: 10%}, {at: 1s, do: node.restart, node: n2}]
        """
    }

    @Test(
        arguments: [
            (
                "after: 30 published by p2",
                FaultTrigger.after(count: 30, of: .published, by: .publisher(PublisherID(2)))
            ),
            ("after: 50 delivered to c3", .after(count: 50, of: .delivered, by: .client(ClientID(3)))),
            ("after: 2 connected to n2", .after(count: 2, of: .connected, by: .node(NodeID(2)))),
            ("after: 4 joined to group:red", .after(count: 4, of: .joined, by: .group("red"))),
            ("when: n2 deaf", .when(.deaf(NodeID(2)), nth: 1, delayMilliseconds: 0)),
            ("when: n2 ready", .when(.ready(NodeID(2)), nth: 1, delayMilliseconds: 0)),
            ("when: 3 subscribed", .when(.subscribed(3), nth: 1, delayMilliseconds: 0)),
            ("when: c3 reconnecting", .when(.reconnecting(ClientID(3)), nth: 1, delayMilliseconds: 0)),
            ("when: {see: n2 deaf}", .when(.deaf(NodeID(2)), nth: 1, delayMilliseconds: 0)),
            (
                "when: {see: 3 subscribed, nth: 2, delay: 200ms}",
                .when(.subscribed(3), nth: 2, delayMilliseconds: 200)
            ),
            ("hook: {link: n2.pub}", .hook(LinkHook(LinkSelector(.node(NodeID(2)), .pub), .command(nil)))),
            (
                "hook: {link: nodes.pub, name: evalsha, nth: 37}",
                .hook(LinkHook(LinkSelector(.nodes, .pub), .command("EVALSHA"), nth: 37))
            ),
            (
                "hook: {link: n1.sub, what: reply, nth: 3}",
                .hook(LinkHook(LinkSelector(.node(NodeID(1)), .sub), .reply, nth: 3))
            ),
            (
                "hook: {link: c1, what: connect}",
                .hook(LinkHook(LinkSelector(.client(ClientID(1)), .all), .connect))
            ),
        ]
    )
    func readsTriggers(_ text: String, _ trigger: FaultTrigger) throws {
        #expect(try ScenarioFixture.scenario(Self.fault(text)).faults[0].trigger == trigger)
    }

    @Test func readsRepetitions() throws {
        func again(_ text: String) throws -> FaultRepeat? {
            try ScenarioFixture.scenario(Self.fault(text)).faults[0].again
        }
        #expect(try again("at: 1s") == nil)
        #expect(try again("at: 1s, repeat: 5, pause: 3s") == FaultRepeat(times: 5, pauseMilliseconds: 3_000))
        #expect(try again("when: n2 deaf, repeat: 2") == FaultRepeat(times: 2, pauseMilliseconds: 1_000))
        #expect(try again("every: 1s, times: 3") == nil)
    }

    /// As the design has it.
    @Test func repeatsInAVariant() throws {
        let text = Self.fault("at: 1s") + "\nvariants: {five-times: {faults.0: {repeat: 5, pause: 3s}}}"
        let scenario = try ScenarioFixture.scenario(text, variant: "five-times")
        #expect(scenario.faults[0].again == FaultRepeat(times: 5, pauseMilliseconds: 3_000))
        #expect(scenario.faults[0].timesAtMost == 5)
    }

    @Test(
        arguments: [
            ("after: 30 published by c2", "5:18 faults.0.after: what is published is not counted 'by c2'"),
            ("after: 30 published to p2", "5:18 faults.0.after: what is published is not counted 'to p2'"),
            ("after: 30 delivered to n2", "5:18 faults.0.after: what is delivered is not counted 'to n2'"),
            ("after: 30 delivered to c03", "5:18 faults.0.after: what is delivered is not counted 'to c03'"),
            ("after: 30 connected n2", "5:18 faults.0.after: what is connected is not counted 'n2'"),
            ("after: 3 joined to red", "5:18 faults.0.after: what is joined is not counted 'to red'"),
            ("after: published", "5:18 faults.0.after is no count: 'published'"),
            ("when: switch-master", "5:17 faults.0.when is nothing that a run sees: 'switch-master'"),
            ("when: n2 def", "5:17 faults.0.when is nothing that a run sees: 'n2 def'"),
            ("when: 0 subscribed", "5:17 faults.0.when is nothing that a run sees: '0 subscribed'"),
            ("when: n2  deaf", "5:17 faults.0.when is nothing that a run sees: 'n2  deaf'"),
            ("when: [n2 deaf]", "5:17 faults.0.when is a list"),
            ("when: {nth: 2}", "5:17 faults.0.when needs the key 'see'"),
            ("when: {see: n2 deaf, nth: 0}", "5:37 faults.0.when.nth is too small"),
            ("when: {see: n2 deaf, after: 1s}", "5:32 faults.0.when has no key 'after'"),
            ("hook: n2.pub", "5:17 faults.0.hook must be a mapping; got 'n2.pub'"),
            ("hook: {nth: 2}", "5:17 faults.0.hook needs the key 'link'"),
            ("hook: {link: n2.pubs}", "5:24 faults.0.hook.link is no link: 'n2.pubs'"),
            ("hook: {link: n2.pub, what: request}", "5:38 faults.0.hook.what cannot be 'request'"),
            ("hook: {link: n2.pub, name: EVAL SHA}", "5:38 faults.0.hook.name is no command: 'EVAL SHA'"),
            (
                "hook: {link: n2.pub, what: reply, name: EVAL}",
                "5:45 faults.0.hook.name: only commands have names"
            ),
            ("at: 1s, when: n2 deaf", "5:19 faults.0 has more than one trigger"),
            ("at: 1s, times: 3", "5:19 faults.0.times belongs to `every`"),
            ("at: 1s, pause: 3s", "5:19 faults.0.pause belongs to `repeat`"),
            ("at: 1s, repeat: 1", "5:27 faults.0.repeat is too small"),
            ("every: 1s, repeat: 3", "5:22 faults.0.repeat does not go with `every`, which repeats by itself"),
        ]
    )
    func saysWhatIsWrongWithATrigger(_ text: String, _ problem: String) {
        let problems = ScenarioFixture.problems(Self.fault(text))
        #expect(problems == [problem])
    }

    @Test func namesTheWordThatWasMeant() {
        #expect(ScenarioFixture.report(Self.fault("when: switch-master")).contains("did you mean '+switch-master'?"))
        #expect(ScenarioFixture.report(Self.fault("when: n2 def")).contains("did you mean 'n2 deaf'?"))
        #expect(ScenarioFixture.report(Self.fault("hook: {link: n2.pubs}")).contains("did you mean 'n2.pub'?"))
        #expect(ScenarioFixture.report(Self.fault("hook: {link: node.pub}")).contains("did you mean 'nodes.pub'?"))
    }

    /// `after` of a trigger and a key `after` of a verb could not be told apart.
    @Test func noVerbHasAKeyThatIsATrigger() {
        for fault in FaultCatalogue.readable {
            #expect(Set(fault.keys).isDisjoint(with: ScenarioKeys.triggers + ["do"]), "\(fault.verb)")
        }
    }
}
