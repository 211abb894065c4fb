import Testing

@testable import Core

/// Contracts in scenario files: orders, atomicity, during faults, and places of what is reproduced.
@Suite struct ScenarioContractTests {
    private static func expectation(
        _ expect: String,
        backplane: BackplaneKind? = nil
    ) throws -> Core.Expectation {
        try ScenarioFixture.scenario(ScenarioFixture.minimal("expect: \(expect)"), backplane: backplane).expect
    }

    @Test(arguments: OrderContract.allCases)
    func everyOrderIsRead(order: OrderContract) throws {
        #expect(try Self.expectation("{order: \(order.rawValue)}").order == order)
    }

    @Test func allOrNobodyIsAFlag() throws {
        #expect(try Self.expectation("{atomic: true}").atomic)
        #expect(try !Self.expectation("{}").atomic)
    }

    @Test func duringFaultsChangesWhatItNames() throws {
        let strict = try Self.expectation("{order: total, atomic: true, during-faults: {delivery: at-most-once}}")
        #expect(strict.contract == Contract(delivery: .exactlyOnce, order: .total, atomic: true))
        #expect(strict.duringFaults == Contract(delivery: .atMostOnce, order: .total, atomic: true))
        let all = try Self.expectation("{atomic: true, during-faults: {order: none, atomic: false}}")
        #expect(all.duringFaults == Contract(delivery: .exactlyOnce, order: .none, atomic: false))
        #expect(try Self.expectation("{during-faults: {}}").duringFaults == nil)
        #expect(try Self.expectation("{during-faults: {order: fifo}}").duringFaults == nil)
    }

    @Test func duringFaultsFollowsTheContractOfTheBackplane() throws {
        let text = """
            {during-faults: {delivery: at-most-once}, backplanes: {pubsub: {order: none}, \
            signalr: {during-faults: {}}}}
            """
        #expect(
            try Self.expectation(text, backplane: .pubsub).duringFaults == Contract(delivery: .atMostOnce, order: .none)
        )
        #expect(try Self.expectation(text, backplane: .signalr).duringFaults == nil)
    }

    @Test func whatIsReproducedMayNameItsPlace() throws {
        let text = """
            {reproduces: [lost, {duplicated: 2}, {violation: out-of-order, count: 3, place: r1 -> n2}, \
            {violation: misrouted, cause: a wrong group}]}
            """
        #expect(
            try Self.expectation(text).reproduces == [
                ReproducedViolation(violation: .lost), ReproducedViolation(violation: .duplicated, count: 2),
                ReproducedViolation(violation: .outOfOrder, count: 3, place: "r1 -> n2"),
                ReproducedViolation(violation: .misrouted, cause: "a wrong group"),
            ]
        )
        let twice = "{reproduces: [{violation: lost, place: n1}, {violation: lost, place: n2}]}"
        #expect(try Self.expectation(twice).reproduces.count == 2)
    }

    @Test(
        arguments: [
            ("{order: totl}", "3:17 expect.order cannot be 'totl'"),
            ("{atomic: yes}", "3:18 expect.atomic is neither true nor false: 'yes'"),
            (
                "{delivery: at-most-once, during-faults: {delivery: exactly-once}}",
                "3:49 expect.during-faults forbids what the contract outside of faults allows: lost"
            ),
            (
                "{during-faults: {order: total}}",
                "3:25 expect.during-faults forbids what the contract outside of faults allows: order-conflict"
            ),
            ("{during-faults: {deliver: none}}", "3:26 expect.during-faults has no key 'deliver'"),
            (
                "{reproduces: [torn]}",
                "3:22 expect.reproduces: `atomic: false` allows what is torn, so it is no violation"
            ),
            (
                "{reproduces: [order-conflict]}",
                "3:22 expect.reproduces: `order: fifo` allows what is order-conflict, so it is no violation"
            ),
            (
                "{order: total, reproduces: [causality]}",
                "3:36 expect.reproduces: `order: total` allows what is causality, so it is no violation"
            ),
            ("{reproduces: [{place: n1}]}", "3:23 expect.reproduces.0 needs the key 'violation'"),
            ("{reproduces: [{violation: lost, where: n1}]}", "3:41 expect.reproduces.0 has no key 'where'"),
            (
                "{reproduces: [{violation: lost, place: n1}, {violation: lost, place: n1}]}",
                "3:53 lost at n1 is in the list twice"
            ),
        ]
    )
    func refuses(_ expect: String, _ problem: String) {
        let found = ScenarioFixture.problems(ScenarioFixture.minimal("expect: \(expect)"))
        #expect(found.contains { $0.hasPrefix(problem) }, "\(found)")
    }

    @Test func overtakingNeedsAnotherPublisher() {
        let text = """
            scenario: s
            nodes: {defects: [{do: overtake, node: n1, nth: 5}]}
            traffic: [{count: 100}]
            """
        #expect(ScenarioFixture.problems(text).first?.contains("there is one publisher") == true)
        #expect(ScenarioFixture.problems(text.replacing("count: 100", with: "count: 100, publishers: 2")) == [])
    }
}
