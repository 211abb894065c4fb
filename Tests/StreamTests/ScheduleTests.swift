import Stream
import StreamModel
import Testing

@Suite struct ScheduleTests {
    @Test(arguments: WrittenSchedule.all.indices)
    func whatShipsSurvives(_ place: Int) {
        let schedule = WrittenSchedule.all[place]
        let world = schedule.run(narrates: true)
        #expect(world.violation == nil, "\(schedule.number). \(schedule.title): \(Self.story(world))")
        if let told = schedule.told {
            #expect(world.coverage.told == told, "\(schedule.number). \(schedule.title): \(Self.story(world))")
        }
    }

    @Test(arguments: WrittenSchedule.all.indices.filter { !WrittenSchedule.all[$0].breaks.isEmpty })
    func theNaiveVersionDoesNot(_ place: Int) {
        let schedule = WrittenSchedule.all[place]
        let world = schedule.runNaively(narrates: true)
        let found = world.violation?.invariant
        #expect(
            found.map(schedule.breaks.contains) == true,
            "\(schedule.number). \(schedule.title): \(Self.story(world))"
        )
    }

    @Test func everyScheduleOfTheProtocolIsWritten() {
        #expect(Set(WrittenSchedule.all.map(\.number)) == Set(1...26))
    }

    private static func story(_ world: World) -> String {
        let end = world.violation.map { "\($0)" } ?? "nothing is broken, \(world.coverage.told) told"
        return ((world.narration ?? []) + [end]).joined(separator: "\n")
    }
}

/// Each safety measure, left out, is missed.
@Suite struct CanaryTests {
    struct Canary: Sendable, CustomTestStringConvertible {
        var without: SafetyMeasures = []
        var with: ModelDefects = []
        /// Where it is missed.
        var settings = ModelSettings()
        var breaks: Set<Violation.Invariant>
        var testDescription: String
    }

    /// What the search finds within a second or two. The measures that are missed only in rare schedules have those
    /// schedules written down (``ScheduleTests``).
    private static let canaries: [Canary] = [
        Canary(without: .acknowledgesWhenProved, breaks: [.onlyCommitted], testDescription: "acknowledge at once"),
        Canary(
            without: .deliversWhenProved,
            breaks: [.nodesAgree, .onlyCommitted],
            testDescription: "deliver at once"
        ),
        Canary(
            without: .needsAllReplicas,
            settings: ModelSettings(servers: 3),
            breaks: [.commitBelowHeads, .committedEverywhere],
            testDescription: "one replica is enough"
        ),
        Canary(
            without: [.comparesOffsets, .writesBarrier],
            breaks: [.commitBelowHeads, .committedEverywhere, .onlyCommitted, .nodesAgree],
            testDescription: "WAIT's count, without a barrier"
        ),
        Canary(
            without: .dropsPendingWithReign,
            breaks: [.nodesAgree, .entitledExactly, .onlyCommitted],
            testDescription: "keep what was pending"
        ),
        Canary(
            without: .checksFloor,
            breaks: [.entitledExactly, .progress, .toldWithCause],
            testDescription: "no floor"
        ),
        Canary(
            without: .checksTag,
            settings: ModelSettings(assumptions: [.durable, .staleStayBehind]),
            breaks: [.entitledExactly, .nodesAgree],
            testDescription: "no tags"
        ),
        Canary(without: .waitsForPosition, breaks: [.entitledExactly], testDescription: "reset who is ahead"),
        Canary(without: .keepsUnresolvedInSession, breaks: [.onceInOrder], testDescription: "move what is unresolved"),
        Canary(without: .leavesUnprovedReigns, breaks: [.progress], testDescription: "the last master by habit"),
        Canary(without: .replaysMembershipInOrder, breaks: [.entitledExactly], testDescription: "membership per batch"),
        Canary(without: .keepsUnknownOpen, breaks: [.onceInOrder], testDescription: "unproved is failed"),
        Canary(
            with: .dedupesElsewhere,
            breaks: [.onceInOrder, .onlyCommitted, .dedupeMatchesLog],
            testDescription: "dedupe elsewhere"
        ),
        Canary(with: .appendsCreateSessions, breaks: [.onceInOrder], testDescription: "appends create sessions"),
        Canary(with: .acceptsGaps, breaks: [.onceInOrder], testDescription: "accept gaps"),
        Canary(with: .trimsAtWill, breaks: [.floorBelowPositions], testDescription: "trim at will"),
        Canary(with: .takesLateFrames, breaks: [.entitledExactly], testDescription: "take late frames"),
        Canary(with: .forgetsToken, breaks: [.entitledExactly], testDescription: "forget the groups token"),
    ]

    private static let seedsMax: UInt64 = 3_000

    @Test(arguments: canaries) func aMissingMeasureIsFound(_ canary: Canary) throws {
        var settings = canary.settings
        settings.measures.subtract(canary.without)
        settings.defects.formUnion(canary.with)
        let search = Search(settings)
        let failure = try #require(search.firstFailure(in: 1..<Self.seedsMax), "nothing was found")
        #expect(canary.breaks.contains(failure.violation.invariant), "\(failure.violation)")
    }

    @Test func everyMeasureIsMissedSomewhere() {
        var missed = Self.canaries.reduce(into: SafetyMeasures()) { $0.formUnion($1.without) }
        for schedule in WrittenSchedule.all where !schedule.breaks.isEmpty { missed.formUnion(schedule.without) }
        // Tags are a chain that begins with the log's name: they find another log too. Its name only says why.
        missed.insert(.checksLogID)
        #expect(SafetyMeasures.all.subtracting(missed).isEmpty)
    }
}

@Suite struct SearchTests {
    @Test(arguments: [
        ModelSettings(servers: 1), ModelSettings(servers: 2), ModelSettings(servers: 3),
        ModelSettings(assumptions: [.durable, .staleStayBehind]), ModelSettings(assumptions: [.nobodyDestroys]),
    ])
    func nothingIsBrokenInSomeHundredSchedules(_ settings: ModelSettings) {
        let search = Search(settings)
        let failure = search.firstFailure(in: 1..<400)
        #expect(failure == nil, "seed \(failure?.seed ?? 0): \(failure.map { search.story(search.shrink($0)) } ?? "")")
    }

    @Test func schedulesDoSomething() {
        var coverage = Coverage()
        let search = Search(ModelSettings())
        for seed in 1..<200 as Range<UInt64> { _ = search.run(seed: seed, coverage: &coverage) }
        #expect(coverage.committed > 5 * coverage.schedules)
        #expect(coverage.acknowledged > 3 * coverage.schedules)
        #expect(coverage.handed > 3 * coverage.schedules)
        #expect(coverage.resumed > coverage.schedules)
        #expect(coverage.adopted > coverage.schedules)
        #expect(coverage.crashed > coverage.schedules)
        #expect(coverage.promoted > coverage.schedules)
    }

    @Test func aSeedGivesTheSameScheduleAgain() throws {
        let settings = ModelSettings(measures: .all.subtracting(.checksFloor))
        let first = try #require(Search(settings).firstFailure(in: 1..<500))
        var coverage = Coverage()
        let second = try #require(Search(settings).run(seed: first.seed, coverage: &coverage))
        #expect(first == second)
    }

    @Test func aShrunkScheduleBreaksTheSameWithFewerSteps() throws {
        let search = Search(ModelSettings(measures: .all.subtracting(.checksFloor)))
        let failure = try #require(search.firstFailure(in: 1..<500))
        let small = search.shrink(failure)
        #expect(small.steps.count < failure.steps.count)
        #expect(search.replay(small.steps, heals: small.healed).violation?.invariant == failure.violation.invariant)
    }
}
