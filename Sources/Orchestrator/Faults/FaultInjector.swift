import Core
import Redis

/// Makes the faults of a run happen, shows that each took effect, heals it, and shows that too. How each is done is in a
/// file of its own, as ``InjectableFault``.
struct FaultInjector: Sendable {
    let fleet: Fleet
    let plan: RunPlan
    let board: Observed<RunBoard>
    let recorder: EventRecorder
    let events: RunEvents

    /// A fault that cannot be shown to have worked is recorded as failed: the run becomes inconclusive, it does not end.
    ///
    /// - Throws: ``HarnessError`` when the run itself cannot go on; cancellation.
    func perform(_ occurrence: FaultOccurrence) async throws {
        guard let fault = occurrence.kind.value as? any InjectableFault else {
            throw HarnessError(.bug, "nobody can do \(occurrence.kind.verb)")
        }
        try await recorder.fault(.faultInvoked, occurrence)
        events.say(.fault(occurrence, .began))
        let work = FaultWork(
            occurrence: occurrence,
            fleet: fleet,
            plan: plan,
            board: board,
            recorder: recorder,
            events: events
        )
        do {
            try await fault.inject(work)
        } catch let failure as FaultFailure {
            try await failed(occurrence, failure.reason)
        } catch let error as RedisError {
            try await failed(occurrence, error.message)
        }
    }

    private func failed(_ occurrence: FaultOccurrence, _ reason: String) async throws {
        try await recorder.fault(.faultFailed, occurrence, reason: reason)
        board.update { $0.unhook(occurrence.fault) }
        events.say(.fault(occurrence, .failed(reason)))
    }
}
