import Testing

@testable import Core

/// The verdict of many runs.
@Suite struct BatchSummaryTests {
    private static func run(
        _ outcome: RunOutcome,
        _ scenario: String = "smoke",
        seed: UInt64 = 1,
        reproduces: Bool = false,
        causes: [RunCause] = []
    ) -> SummarisedRun {
        SummarisedRun(
            scenario: scenario,
            backplane: .signalr,
            path: "scenarios/\(scenario).yaml",
            seed: seed,
            folder: "/runs/\(scenario)/\(seed)",
            outcome: outcome,
            reproduces: reproduces,
            knownAs: reproduces ? "SignalR#1" : nil,
            causes: causes
        )
    }

    private static func lost(_ count: Int, at place: String, isFault: Bool = true) -> RunCause {
        RunCause(
            signature: "lost at \(place)",
            violation: .lost,
            sentence: "\(count) lost at \(place)",
            count: count,
            isFault: isFault
        )
    }

    @Test func runsThatAreAllTheSameAreNotFlaky() throws {
        for outcome in RunOutcome.allCases {
            let summary = BatchSummary((0..<5).map { _ in Self.run(outcome) })
            let entry = try #require(summary.scenarios.first)
            #expect(entry.runs == 5)
            #expect(entry.outcomes == [outcome: 5])
            #expect(!entry.isFlaky)
            #expect(entry.flakeRate == 0)
            #expect(entry.majority == outcome)
            #expect(entry.word == outcome.rawValue)
            #expect(summary.flaky == 0)
        }
    }

    @Test func theFlakeRateIsTheShareThatDiffersFromTheMajority() throws {
        let outcomes: [RunOutcome] = Array(repeating: .held, count: 17) + [.violated, .violated, .inconclusive]
        let entry = try #require(BatchSummary(outcomes.map { Self.run($0) }).scenarios.first)
        #expect(entry.majority == .held)
        #expect(entry.isFlaky)
        #expect(entry.flakeRate == 3.0 / 20)
        #expect(entry.word == "flaky")
        #expect(entry.count(.violated, .inconclusive) == 3)
    }

    @Test func ofATieTheWorstIsTheMajority() throws {
        let entry = try #require(BatchSummary([.held, .violated].map { Self.run($0) }).scenarios.first)
        #expect(entry.majority == .violated)
        #expect(entry.flakeRate == 0.5)
    }

    @Test func anInterruptedRunMakesNoScenarioFlaky() throws {
        let entry = try #require(BatchSummary([.held, .held, .interrupted].map { Self.run($0) }).scenarios.first)
        #expect(!entry.isFlaky)
        #expect(entry.majority == .held)
        #expect(entry.runs == 3)
        #expect(entry.outcomes[.interrupted] == 1)
    }

    @Test func variantsBackplanesAndFilesAreScenariosOfTheirOwn() {
        var other = Self.run(.held)
        other.variant = "larger"
        var pubsub = Self.run(.held)
        pubsub.backplane = .pubsub
        var copy = Self.run(.held)
        copy.path = "elsewhere/smoke.yaml"
        let summary = BatchSummary([Self.run(.held), other, pubsub, copy, Self.run(.violated)])
        #expect(summary.scenarios.map(\.runs) == [2, 1, 1, 1])
        #expect(
            summary.scenarios.map(\.title) == [
                "smoke on signalr", "smoke [larger] on signalr", "smoke on pubsub", "smoke on signalr",
            ]
        )
        #expect(summary.flaky == 1)
        #expect(summary.isRepeated)
    }

    @Test func aCauseIsCountedOncePerRunWithTheFirstRunAsExample() throws {
        let summary = BatchSummary([
            Self.run(.held, seed: 1),
            Self.run(.violated, seed: 2, causes: [Self.lost(408, at: "n2"), Self.lost(2, at: "n2")]),
            Self.run(.violated, seed: 3, causes: [Self.lost(7, at: "n1")]),
            Self.run(.violated, seed: 4, causes: [Self.lost(5, at: "n2")]),
        ])
        let causes = try #require(summary.scenarios.first?.causes)
        #expect(causes.map(\.signature) == ["lost at n2", "lost at n1"])
        #expect(causes.map(\.runs) == [2, 1])
        #expect(causes.map(\.of) == [4, 4])
        #expect(causes.map(\.count) == [415, 7])
        #expect(causes[0].sentence == "408 lost at n2")
        #expect(causes[0].example == CauseSummary.Example(seed: 2, folder: "/runs/smoke/2"))
    }

    /// In a run that shows a known defect the same cause is nothing to worry about.
    @Test func aRunThatFailsByItIsTheBetterExample() throws {
        let summary = BatchSummary([
            Self.run(.reproduced, seed: 1, causes: [Self.lost(3, at: "n2", isFault: false)]),
            Self.run(.violated, seed: 2, causes: [Self.lost(4, at: "n2")]),
            Self.run(.held, seed: 3, causes: [Self.lost(9, at: "n9", isFault: false)]),
            Self.run(.held, seed: 4, causes: [Self.lost(9, at: "n9", isFault: false)]),
        ])
        let causes = try #require(summary.scenarios.first?.causes)
        #expect(causes.map(\.isFault) == [true, false])
        #expect(causes[0].example.seed == 2)
        #expect(causes[0].runs == 2)
    }

    @Test func causesAreAlsoCountedOverAllScenarios() throws {
        let summary = BatchSummary([
            Self.run(.violated, "one", causes: [Self.lost(1, at: "n2")]),
            Self.run(.violated, "two", causes: [Self.lost(1, at: "n2")]),
            Self.run(.held, "three"),
        ])
        let cause = try #require(summary.causes.first)
        #expect(summary.causes.count == 1)
        #expect((cause.runs, cause.of) == (2, 3))
        #expect(cause.scenarios == ["one on signalr", "two on signalr"])
        #expect(!summary.isRepeated)
    }

    @Test func aKnownDefectShowedInSoManyOfSoMany() throws {
        let outcomes: [RunOutcome] = [.reproduced, .reproduced, .violated, .inconclusive, .interrupted]
        let entry = try #require(BatchSummary(outcomes.map { Self.run($0, reproduces: true) }).scenarios.first)
        #expect(entry.reproduced == ScenarioSummary.Reproduction(knownAs: "SignalR#1", runs: 2, of: 4))
        #expect(BatchSummary([Self.run(.held)]).scenarios.first?.reproduced == nil)
    }

    @Test func saysItInOneLine() {
        #expect(BatchSummary([]).text == "0 runs: none")
        #expect(BatchSummary([Self.run(.held)]).text == "1 run: 1 held")
        let mixed = [Self.run(.held), Self.run(.violated), Self.run(.reproduced, "other")]
        #expect(BatchSummary(mixed).text == "3 runs: 1 held, 1 reproduced, 1 violated; 1 of 2 scenarios flaky")
    }

    @Test(arguments: [
        ("traffic was not done within 2000 ms", "traffic was not done within # ms"),
        ("fault 1 (redis.kill) never happened", "fault # (redis.kill) never happened"),
        ("n2 ended: exit code 7\n  | the log", "n# ended: exit code #"), ("", ""),
    ])
    func sentencesAreRecognisedWithoutTheirFigures(sentence: String, signature: String) {
        #expect(RunCause.signature(of: sentence) == signature)
    }

    @Test func everyExitCodeHasAWord() {
        for code in ExitCode.allCases {
            #expect(RunOutcome(code, reproduced: false).isGood == (code == .held))
        }
        #expect(RunOutcome(.held, reproduced: true) == .reproduced)
        #expect(RunOutcome(.violated, reproduced: true) == .violated)
    }
}
