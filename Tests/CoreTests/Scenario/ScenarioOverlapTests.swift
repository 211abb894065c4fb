import Testing

@testable import Core

/// Faults that contradict each other are refused where that is certain.
@Suite struct ScenarioOverlapTests {
    private static func problems(_ faults: String...) -> [String] {
        let lines = faults.map { "  - {\($0)}" }.joined(separator: "\n")
        return ScenarioFixture.problems(ScenarioFixture.minimal("nodes: {count: 3}\nfaults:\n\(lines)"))
    }

    @Test func refusesTwoFaultsOnOneProcessAtTheSameTime() {
        #expect(
            Self.problems("at: 1s, do: redis.freeze, down: 2s", "at: 2s, do: redis.restart") == [
                "6:5 faults.1 takes the process of r1 at 2s, and redis.freeze in line 5 holds it from 1s to 3s"
            ]
        )
        #expect(
            Self.problems("at: 3s, do: node.restart, node: n2", "at: 1s, do: node.kill, node: n2, down: 4s") == [
                "5:5 faults.0 takes the process of n2 at 3s, and node.kill in line 6 holds it from 1s to 5s"
            ]
        )
    }

    @Test func refusesAFaultOnWhatIsGoneForGood() {
        #expect(
            Self.problems("at: 1s, do: node.kill, node: n2", "at: 9s, do: node.restart, node: n2") == [
                "6:5 faults.1 takes the process of n2 at 9s, and node.kill in line 5 holds it from 1s for good"
            ]
        )
    }

    @Test func refusesAFaultThatComesAgainBeforeItHealed() {
        #expect(
            Self.problems("every: 1s, do: redis.freeze, down: 1.5s")
                == ["5:13 faults.0 comes again every 1s, and lasts 1500ms"]
        )
        #expect(Self.problems("every: 1s, times: 1, do: redis.freeze, down: 1.5s") == [])
        #expect(Self.problems("every: 2s, do: redis.freeze, down: 1.5s") == [])
    }

    @Test func refusesRepetitionsThatMeetAnotherFault() {
        #expect(
            Self.problems("every: 2s, do: redis.freeze, down: 500ms", "at: 6.2s, do: redis.restart") == [
                "6:5 faults.1 takes the process of r1 at 6200ms, and redis.freeze in line 5 holds it from 6s to 6500ms"
            ]
        )
        #expect(Self.problems("every: 2s, do: redis.freeze, down: 500ms", "at: 7s, do: redis.restart") == [])
        #expect(
            Self.problems("every: 2s, times: 2, do: redis.freeze, down: 500ms", "at: 6.2s, do: redis.restart") == []
        )
    }

    /// Jitter may keep them apart.
    @Test func leavesToTheRunWhatChanceDecides() {
        #expect(
            Self.problems("every: 2s, jitter: 1s, do: redis.freeze, down: 500ms", "at: 6.2s, do: redis.restart") == []
        )
        #expect(
            Self.problems("every: 2s, jitter: 100ms, do: redis.freeze, down: 1s", "at: 6.2s, do: redis.restart").count
                == 1
        )
    }

    @Test func leavesToTheRunWhatNobodyKnows() {
        #expect(
            Self.problems(
                "at: 1s, do: redis.freeze, down: 2s",
                "after: 50 published, do: redis.restart",
                "at: 2s, do: node.restart, node: n1",
                "at: 2s, do: node.restart, node: n2",
                "at: 2s, do: client.drop, clients: all",
                "at: 2s, do: client.drop, clients: all"
            ) == []
        )
    }

    @Test func takesOneFaultAfterTheOther() {
        #expect(Self.problems("at: 1s, do: redis.freeze, down: 500ms", "at: 2s, do: redis.restart") == [])
    }

    /// A thousand faults with many repetitions are looked at in no time.
    @Test func looksAtManyFaultsInNoTime() {
        let faults = (0..<900).map {
            "every: 10ms, from: \($0 * 100)ms, do: node.restart, node: n\($0 % 3 + 1), down: 5ms"
        }
        let clock = ContinuousClock()
        let text = ScenarioFixture.minimal(
            "nodes: {count: 3}\nfaults:\n" + faults.map { "  - {\($0)}" }.joined(separator: "\n")
        )
        let time = clock.measure { #expect(ScenarioFixture.problems(text).count == 3) }
        #expect(time < .seconds(10))
    }
}
