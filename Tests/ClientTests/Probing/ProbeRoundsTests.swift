import Core
import Testing

@testable import Client

@Suite struct ProbeRoundsTests {
    private let first = NodeID(1)
    private let second = NodeID(2)
    private let third = NodeID(3)

    private func everyone(_ nodes: NodeID...) -> ProbeRounds {
        ProbeRounds(Dictionary(uniqueKeysWithValues: nodes.map { ($0, 0) }))
    }

    private func hear(_ rounds: inout ProbeRounds, _ speaker: NodeID, at listeners: NodeID...) {
        for listener in listeners { rounds.heard(speaker, at: listener) }
    }

    @Test func oneRoundIsEnoughWhereAllHearAll() {
        var rounds = everyone(first, second)
        #expect(rounds.begin(there: [first, second]) == [first, second])
        for node in [first, second] {
            #expect(!rounds.isComplete(there: [first, second]))
            rounds.ended(node, .ok)
            hear(&rounds, node, at: first, second)
        }
        #expect(rounds.isComplete(there: [first, second]))
        #expect(rounds.begin(there: [first, second]).isEmpty)
    }

    @Test func onlyWhatWasMissedIsSentAgain() {
        var rounds = everyone(first, second, third)
        let there: Set = [first, second, third]
        _ = rounds.begin(there: there)
        for node in there { rounds.ended(node, .ok) }
        hear(&rounds, first, at: first, second, third)
        hear(&rounds, second, at: first, second)
        hear(&rounds, third, at: first, second, third)
        #expect(!rounds.isComplete(there: there))
        #expect(rounds.troubled(there: there) == [second, third])
        rounds.ask()
        rounds.end(alive: there)
        #expect(rounds.begin(there: there) == [second])
        rounds.ended(second, .ok)
        hear(&rounds, second, at: third)
        #expect(rounds.isComplete(there: there))
    }

    /// The answer may have left before the probe came: the record of it proves no miss either.
    @Test func whatIsAcknowledgedOnlyBehindTheQuestionIsNotMissed() {
        var rounds = everyone(first, second)
        let there: Set = [first, second]
        for _ in 1...(NodeDeafness.missesNeeded + 2) {
            #expect(rounds.begin(there: there).contains(first))
            rounds.ask()
            for node in there { rounds.ended(node, .ok) }
            rounds.end(alive: there)
        }
    }

    @Test func whatIsMissedForLongEnoughIsGivenUp() {
        var rounds = everyone(first, second)
        let there: Set = [first, second]
        for _ in 1...NodeDeafness.missesNeeded {
            #expect(rounds.begin(there: there).contains(first))
            for node in there { rounds.ended(node, .ok) }
            hear(&rounds, first, at: first)
            hear(&rounds, second, at: first, second)
            rounds.ask()
            rounds.end(alive: there)
        }
        #expect(rounds.round == NodeDeafness.missesNeeded)
        #expect(rounds.begin(there: there).isEmpty)
    }

    @Test func whatWasNotAcknowledgedOrHadNoListenerIsNotMissed() {
        for (outcome, alive) in [(Outcome.fail, [first, second]), (.info, [first, second]), (.ok, [])] {
            var rounds = everyone(first, second)
            for _ in 1...ProbeRounds.roundsMax {
                #expect(!rounds.begin(there: [first, second]).isEmpty)
                for node in [first, second] { rounds.ended(node, outcome) }
                rounds.ask()
                rounds.end(alive: Set(alive))
            }
            // But it is not tried for ever.
            #expect(rounds.begin(there: [first, second]).isEmpty)
        }
    }

    @Test func whatNobodyTookIsNotWaitedFor() {
        var rounds = everyone(first, second)
        let there: Set = [first, second]
        _ = rounds.begin(there: there)
        #expect(rounds.mayBeHeard(there: there))
        rounds.ended(first, .fail)
        #expect(rounds.mayBeHeard(there: there))
        rounds.ended(second, .info)
        #expect(!rounds.mayBeHeard(there: there))
        rounds.ask()
        rounds.end(alive: there)
        _ = rounds.begin(there: there)
        rounds.ended(first, .ok)
        rounds.ended(second, .fail)
        #expect(rounds.mayBeHeard(there: there))
        hear(&rounds, first, at: first, second)
        // Nothing more can come of this round, and there is something left to find out.
        #expect(!rounds.mayBeHeard(there: there))
        #expect(!rounds.isComplete(there: there))
    }

    @Test func nobodySpeaksForANodeThatNobodyReached() {
        var rounds = everyone(first, second)
        #expect(rounds.begin(there: [first]) == [first])
        rounds.ended(first, .ok)
        hear(&rounds, first, at: first)
        #expect(rounds.isComplete(there: [first]))
        // Unless somebody does at last.
        #expect(!rounds.isComplete(there: [first, second]))
        #expect(rounds.begin(there: []).isEmpty)
    }

    @Test func applicationsAreApart() {
        var rounds = ProbeRounds([first: 1, second: 2])
        #expect(rounds.begin(there: [first, second]) == [first, second])
        for node in [first, second] {
            rounds.ended(node, .ok)
            rounds.heard(node, at: node)
        }
        #expect(rounds.isComplete(there: [first, second]))
    }
}
