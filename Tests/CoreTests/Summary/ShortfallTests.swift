import Testing

@testable import Core

/// What a verdict says against the entries of its scenario, and in which words it is recognised in other runs.
@Suite struct ShortfallTests {
    private static let places: ScenarioPlaces = {
        let text = """
            scenario: s
            traffic: [{count: 10}]
            expect:
              delivery: exactly-once
              order: fifo
              acknowledged-at-least: 2
              reproduces: [lost]
            """
        guard let file = try? ScenarioFixture.parse(text).get() else { return ScenarioPlaces() }
        return file.places(backplane: .signalr)
    }()

    private func shortfalls(_ verdict: Verdict, reproducing: [ReproducedViolation] = []) -> [Shortfall] {
        Shortfall.of(verdict, reproducing: reproducing, in: Self.places)
    }

    /// c2 misses message 2, and nothing is explained.
    private static func losing(_ expectation: Core.Expectation = Core.Expectation()) -> Verdict {
        var verdict = JudgementTests.script(with: .lost, expectation).verdict()
        verdict.causes = []
        return verdict
    }

    @Test func aRunThatHeldHasNone() {
        let verdict = RunScript.whole().verdict()
        #expect(shortfalls(verdict) == [])
        #expect(RunCause.of(verdict, reproducing: []) == [])
    }

    @Test func aViolationIsOfTheEntryThatForbidsIt() {
        let lost = shortfalls(Self.losing())
        #expect(lost.map(\.key) == ["expect.delivery"])
        #expect(lost.map(\.line) == [4])
        #expect(lost.map(\.severity) == [.error])
        #expect(lost.map(\.message) == ["1 lost"])
        let order = shortfalls(JudgementTests.script(with: .outOfOrder, Core.Expectation()).verdict())
        #expect(order.map(\.key) == ["expect.order"])
        #expect(order.map(\.line) == [5])
    }

    @Test func aDefectThatIsShownIsNone() {
        let reproduces = [ReproducedViolation(violation: .lost)]
        let verdict = Self.losing(Core.Expectation(reproduces: reproduces))
        #expect(shortfalls(verdict, reproducing: reproduces) == [])
        let causes = RunCause.of(verdict, reproducing: reproduces)
        #expect(causes.map(\.isFault) == [false])
        #expect(causes.map(\.signature) == ["lost"])
    }

    @Test func aDefectThatIsNotShownIsOfItsItem() {
        let reproduces = [ReproducedViolation(violation: .duplicated, count: 2)]
        let verdict = RunScript.whole(expecting: Core.Expectation(reproduces: reproduces)).verdict()
        let found = shortfalls(verdict, reproducing: reproduces)
        #expect(found.map(\.key) == ["expect.reproduces.0"])
        #expect(found.map(\.severity) == [.error])
        #expect(found.map(\.message) == ["0 duplicated, but exactly 2 should show"])
        #expect(RunCause.of(verdict, reproducing: reproduces).map(\.signature) == ["not reproduced: duplicated"])
    }

    @Test func whatShowsBesidesTheDefectIsOfReproduces() {
        let reproduces = [ReproducedViolation(violation: .duplicated)]
        let verdict = Self.losing(Core.Expectation(reproduces: reproduces))
        let found = shortfalls(verdict, reproducing: reproduces)
        #expect(found.map(\.key) == ["expect.reproduces", "expect.reproduces.0"])
        #expect(found.map(\.message)[0] == "1 lost, which this scenario does not reproduce")
    }

    @Test func aGuardIsAWarning() {
        let verdict = RunScript.whole(expecting: Core.Expectation(acknowledgedAtLeast: 1_000)).verdict()
        let found = shortfalls(verdict)
        #expect(found.map(\.key) == ["expect.acknowledged-at-least"])
        #expect(found.map(\.line) == [6])
        #expect(found.map(\.severity) == [.warning])
        #expect(RunCause.of(verdict, reproducing: []).map(\.signature) == ["guard too-few-acknowledged"])
    }

    @Test func aFaultWithoutEffectIsOfThatFault() {
        var script = RunScript.whole()
        script.manifest.faults = [1, 2].map { ManifestFault(number: $0, name: "node.kill", target: "n\($0)") }
        script.add(.faultInvoked, 1) { $0.detail = 1 }
        script.add(.faultObserved, 1) { $0.detail = 1 }
        #expect(shortfalls(script.verdict()).map(\.key) == ["faults.1"])
    }

    @Test func aBrokenBoundIsOfItsEntry() {
        var verdict = RunScript.whole().verdict()
        verdict.outcome = .violated
        verdict.bounds = [
            BoundFinding(name: .latencyP99, limit: 250, measured: 310.25, unit: "ms", holds: false, subject: "c7"),
            BoundFinding(name: .gap, limit: 1, measured: 1, unit: "ms", holds: true),
        ]
        let found = shortfalls(verdict)
        #expect(found.map(\.key) == ["expect.latency.p99"])
        #expect(found.map(\.message) == ["latency.p99: 310.25ms (c7), and at most 250ms is allowed"])
        #expect(RunCause.of(verdict, reproducing: []).map(\.signature) == ["bound latency.p99"])
    }

    /// Three messages lost, one of them excused, at the places of these causes.
    private static func lost(_ causes: [Cause], reproducing reproduces: [ReproducedViolation]) -> Verdict {
        var verdict = losing(Core.Expectation(reproduces: reproduces))
        for index in verdict.classes.indices where verdict.classes[index].violation == .lost {
            (verdict.classes[index].count, verdict.classes[index].excused) = (3, 1)
        }
        verdict.causes = causes
        verdict.judge(by: Core.Expectation(reproduces: reproduces), strict: false)
        return verdict
    }

    @Test func aDefectAtAnotherPlaceIsNotTheOneToShow() {
        let wanted = [ReproducedViolation(violation: .lost, count: 2, place: "r1 -> n2")]
        let right = Self.lost([ReproductionPlaceTests.cause("r1 -> n2", count: 2)], reproducing: wanted)
        #expect(right.outcome == .held)
        #expect(shortfalls(right, reproducing: wanted) == [])
        let wrong = Self.lost([ReproductionPlaceTests.cause("n1", count: 2)], reproducing: wanted)
        #expect(wrong.outcome == .violated)
        let found = shortfalls(wrong, reproducing: wanted)
        #expect(found.map(\.key) == ["expect.reproduces", "expect.reproduces.0"])
        #expect(
            found.map(\.message) == [
                "2 lost at other places (n1), which this scenario does not reproduce",
                "0 lost at r1 -> n2, but exactly 2 should show",
            ]
        )
        let causes = RunCause.of(wrong, reproducing: wanted)
        #expect(causes.map(\.isFault) == [true, true])
        #expect(causes.map(\.signature).last == "not reproduced: lost at r1 -> n2")
    }

    @Test func whatIsAllowedDuringFaultsCountsForNothing() {
        let verdict = Self.lost([], reproducing: [])
        #expect(shortfalls(verdict).map(\.message) == ["2 lost, and 1 that are allowed during faults"])
        #expect(RunCause.of(verdict, reproducing: []).map(\.count) == [2])
        let wanted = [ReproducedViolation(violation: .lost, count: 2)]
        let shown = Self.lost([], reproducing: wanted)
        #expect(shown.outcome == .held)
        var cause = ReproductionPlaceTests.cause("n1", count: 1)
        cause.breaksContract = false
        let placed = [ReproducedViolation(violation: .lost, count: 1, place: "n1")]
        #expect(Self.lost([cause], reproducing: placed).outcome == .violated)
    }

    @Test func explainedCausesStandInTheirOwnWords() throws {
        var verdict = Self.losing()
        var cause = ReproductionPlaceTests.cause("r1 -> n2", count: 1, because: "lost redis-to-node")
        cause.sentence = "1 message lost at r1 -> n2"
        verdict.causes = [cause]
        let causes = RunCause.of(verdict, reproducing: [])
        #expect(causes.map(\.sentence) == ["1 message lost at r1 -> n2"])
        #expect(causes.map(\.signature) == ["lost redis-to-node"])
        #expect(causes.map(\.isFault) == [true])
    }
}
