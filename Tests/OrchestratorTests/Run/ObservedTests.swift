import Orchestrator
import Testing

@Suite(.timeLimit(.minutes(1))) struct ObservedTests {
    private func soon(_ duration: Duration = .seconds(30)) -> ContinuousClock.Instant { .now + duration }

    @Test func answersAtOnceWhenItMatchesAlready() async {
        let observed = Observed(3)
        #expect(await observed.first(before: soon()) { $0 == 3 } == 3)
    }

    @Test func wakesWhoWaitsWhenItMatches() async {
        let observed = Observed(0)
        async let reached = observed.first(before: soon()) { $0 >= 2 }
        observed.update { $0 = 1 }
        observed.update { $0 = 2 }
        #expect(await reached == 2)
    }

    @Test func keepsAMatchThatIsOverBeforeTheWaiterRuns() async {
        let observed = Observed(0)
        let waiting = Observed(false)
        async let reached = observed.first(before: soon()) { value in
            waiting.update { $0 = true }
            return value == 1
        }
        _ = await waiting.first(before: soon()) { $0 }
        observed.update { $0 = 1 }
        observed.update { $0 = 2 }
        #expect(await reached == 1)
    }

    @Test func givesUpAtItsDeadline() async {
        let observed = Observed(0)
        #expect(await observed.first(before: .now + .milliseconds(5)) { $0 == 1 } == nil)
    }

    @Test func givesUpWhenItsTaskIsCancelled() async {
        let observed = Observed(0)
        let task = Task { await observed.first { $0 == 1 } }
        task.cancel()
        #expect(await task.value == nil)
    }

    @Test func manyWaitersEachGetTheirAnswer() async {
        let observed = Observed(0)
        let deadline = soon()
        let answers = await withTaskGroup(of: Int?.self) { group in
            for wanted in 1...100 {
                group.addTask { await observed.first(before: deadline) { $0 >= wanted } }
            }
            for _ in 1...100 { observed.update { $0 += 1 } }
            return await group.reduce(into: []) { $0.append($1) }
        }
        #expect(answers.count == 100)
        #expect(answers.allSatisfy { $0 != nil })
    }
}
