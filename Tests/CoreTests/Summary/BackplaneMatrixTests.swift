import Testing

@testable import Core

/// Which scenario each backplane survives.
@Suite struct BackplaneMatrixTests {
    private static func key(_ backplane: BackplaneKind, _ scenario: String = "a", variant: String? = nil) -> ScenarioKey
    {
        ScenarioKey(path: "\(scenario).yaml", scenario: scenario, variant: variant, backplane: backplane)
    }

    private static func run(
        _ outcome: RunOutcome,
        _ key: ScenarioKey,
        cause: String? = nil,
        lapses: [Lapse: Int] = [:]
    ) -> SummarisedRun {
        SummarisedRun(
            scenario: key.scenario,
            variant: key.variant,
            backplane: key.backplane,
            path: key.path,
            seed: 1,
            folder: "/runs/\(outcome.rawValue)",
            outcome: outcome,
            causes: cause.map { [RunCause(signature: $0, sentence: $0, isFault: true)] } ?? [],
            lapses: lapses
        )
    }

    private static func cell(_ outcomes: RunOutcome...) -> BackplaneMatrix.Cell {
        let place = BackplaneMatrix.Place(key(.stream), contract: Contract())
        return BackplaneMatrix.Cell(place, runs: outcomes.map { run($0, key(.stream), cause: "because") })
    }

    @Test func aScenarioIsSurvivedWhenEveryRunHeld() {
        #expect(Self.cell(.held, .held).survives == true)
        #expect(Self.cell(.held, .held).text == "held")
        #expect(Self.cell(.held, .held).cause == nil)
        for failed in [RunOutcome.violated, .reproduced, .crashed] {
            #expect(Self.cell(.held, failed).survives == false)
            #expect(Self.cell(.inconclusive, failed).survives == false)
            #expect(Self.cell(.held, failed).cause == "because")
            #expect(Self.cell(.held, failed).folder == "/runs/\(failed.rawValue)")
        }
        #expect(Self.cell(.held, .violated, .held).text == "2 held, 1 violated")
    }

    @Test func whatTheContractAllowsIsNotSurvived() {
        let key = Self.key(.pubsub)
        let place = BackplaneMatrix.Place(key, contract: Contract(delivery: .atMostOnce))
        let runs = [
            Self.run(.held, key), Self.run(.held, key, cause: "away", lapses: [.duplicated: 1, .lost: 1_500]),
            Self.run(.held, key, lapses: [.lost: 500]),
        ]
        let cell = BackplaneMatrix.Cell(place, runs: runs)
        #expect(cell.survives == false && cell.isAllowed)
        #expect(cell.text == "held (at-most-once): 2 000 lost, 1 duplicated")
        #expect(cell.cause == "away" && cell.lapses == [.lost: 2_000, .duplicated: 1])
        let violated = BackplaneMatrix.Cell(place, runs: runs + [Self.run(.violated, key, cause: "worse")])
        #expect(violated.survives == false && !violated.isAllowed && violated.cause == "worse")
        #expect(violated.text == "3 held, 1 violated")
        let unknown = BackplaneMatrix.Cell(place, runs: [Self.run(.inconclusive, key, lapses: [.lost: 1])])
        #expect(unknown.survives == nil && !unknown.isAllowed)
    }

    @Test func whatWasNotJudgedIsNeitherSurvivedNorFailed() {
        #expect(Self.cell().survives == nil)
        #expect(Self.cell().text == "not run")
        for unknown in [RunOutcome.inconclusive, .interrupted, .environment, .unavailable, .bug, .refused] {
            #expect(Self.cell(unknown).survives == nil)
            #expect(Self.cell(.held, unknown).survives == nil)
        }
    }

    @Test func itHasARowForEachVariantAndACellForEachBackplane() {
        let places = [nil, "v"].flatMap { variant in
            [BackplaneKind.signalr, .stream].map { backplane in
                BackplaneMatrix.Place(
                    Self.key(backplane, variant: variant),
                    contract: Contract(),
                    refusal: variant == "v" && backplane == .stream ? "defects" : nil
                )
            }
        }
        let runs = [
            Self.run(.violated, Self.key(.signalr)), Self.run(.held, Self.key(.stream)),
            Self.run(.held, Self.key(.signalr, variant: "v")),
        ]
        let matrix = BackplaneMatrix(places, runs: runs)
        #expect(matrix.backplanes == [.signalr, .stream])
        #expect(matrix.rows.map(\.title) == ["a", "a [v]"])
        #expect(matrix.rows.map { $0.cells.map(\.text) } == [["violated", "held"], ["held", "does not apply"]])
        #expect(matrix.survived(.signalr) == (1, 2))
        #expect(matrix.survived(.stream) == (1, 1))
    }
}
