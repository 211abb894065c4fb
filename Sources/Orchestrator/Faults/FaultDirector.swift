import Core

/// Lets the faults of a scenario happen at their times. Its `run` is the life of all of them: it returns when every fault
/// that could happen has happened and healed.
struct FaultDirector: Sendable {
    let plan: RunPlan
    let board: Observed<RunBoard>
    let injector: FaultInjector
    /// The start of traffic, from which triggers count.
    let start: ContinuousClock.Instant

    /// Returns the numbers of the faults that never happened.
    func run() async throws -> [Int] {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await injector.fleet.releaseHooks() }
            let neverFired = try await letFaultsHappen()
            group.cancelAll()
            return neverFired
        }
    }

    private func letFaultsHappen() async throws -> [Int] {
        var timeline = FaultTimeline(faults: plan.scenario.faults, seed: plan.seed)
        return try await withThrowingDiscardingTaskGroup(returning: [Int].self) { group in
            while !timeline.isFinished {
                for occurrence in timeline.due(atMilliseconds: elapsed, counters: board.value.counters) {
                    board.update { $0.faultsUnderWay += 1 }
                    group.addTask { try await perform(occurrence) }
                }
                try await waitForNext(&timeline)
            }
            return timeline.neverFired
        }
    }

    private func perform(_ occurrence: FaultOccurrence) async throws {
        do {
            try await injector.perform(occurrence)
        } catch let error as HarnessError {
            board.update { $0.fail(error) }
            throw error
        }
        board.update { $0.end(occurrence) }
    }

    /// Returns at the next planned time, when a count is reached, or when traffic ends.
    private func waitForNext(_ timeline: inout FaultTimeline) async throws {
        guard !timeline.isFinished else { return }
        let waiting = timeline
        let wasOver = board.value.isTrafficDone
        let due = timeline.nextDue.map { start + .milliseconds($0) }
        let reached: @Sendable (RunBoard) -> Bool = { board in
            board.failure != nil || waiting.isDue(board.counters) || (!wasOver && board.isTrafficDone)
        }
        let seen =
            if let due { await board.first(before: due, where: reached) } else { await board.first(where: reached) }
        try Task.checkCancellation()
        if let failure = seen?.failure { throw failure }
        // Counts reached together with the end of traffic are looked at once more before the end counts.
        if board.value.isTrafficDone, !timeline.isDue(board.value.counters) { timeline.trafficEnded() }
    }

    private var elapsed: Int {
        Int((ContinuousClock.now - start) / .milliseconds(1))
    }
}
