import Core

/// Makes one fault happen, shows that it took effect, heals it, and shows that too. Each verb is an extension in a file of
/// its own.
struct FaultInjector: Sendable {
    let fleet: Fleet
    let plan: RunPlan
    let board: Observed<RunBoard>
    let recorder: EventRecorder
    let events: RunEvents

    /// How long a fault may take to be seen, and its healing to be seen, before it counts as failed.
    static let verificationTimeout: Duration = .seconds(30)

    /// A fault that cannot be shown to have worked is recorded as failed: the run becomes inconclusive, it does not end.
    ///
    /// - Throws: ``HarnessError`` when the run itself cannot go on; cancellation.
    func perform(_ occurrence: FaultOccurrence) async throws {
        try await recorder.fault(.faultInvoked, occurrence)
        events.say(.fault(occurrence, .began))
        do {
            try await inject(occurrence)
        } catch let failure as FaultFailure {
            try await recorder.fault(.faultFailed, occurrence, reason: failure.reason)
            events.say(.fault(occurrence, .failed(failure.reason)))
        }
    }

    private func inject(_ occurrence: FaultOccurrence) async throws {
        switch occurrence.action {
        case .redisRestart(let down, let data, let manner):
            try await alone(occurrence) {
                try await restartRedis(occurrence, down: .milliseconds(down), data: data, manner: manner)
            }
        case .redisFreeze(let down):
            try await alone(occurrence) { try await freezeRedis(occurrence, down: .milliseconds(down)) }
        case .nodeKill(let node, let down):
            try await alone(occurrence) {
                try await endNode(occurrence, node, manner: .kill, down: down.map { .milliseconds($0) })
            }
        case .nodeRestart(let node, let down):
            try await alone(occurrence) {
                try await endNode(occurrence, node, manner: .stop, down: .milliseconds(down))
            }
        case .clientDrop(let selection, let manner, let away):
            try await dropClients(occurrence, selection, manner: manner, awayMilliseconds: away)
        }
    }

    /// Two faults must not handle one process at the same time: each would heal what the other broke.
    private func alone(_ occurrence: FaultOccurrence, _ body: () async throws -> Void) async throws {
        let target = occurrence.action.target
        if let other = board.update({ $0.claim(target, for: occurrence) }) {
            throw FaultFailure(reason: "\(target) was still in the hands of \(other)")
        }
        defer { board.update { $0.release(target) } }
        try await body()
    }

    func observed(_ occurrence: FaultOccurrence) async throws {
        try await recorder.fault(.faultObserved, occurrence)
        events.say(.fault(occurrence, .observed))
    }

    func healing(_ occurrence: FaultOccurrence) async throws {
        try await recorder.fault(.healInvoked, occurrence)
    }

    func healed(_ occurrence: FaultOccurrence) async throws {
        try await recorder.fault(.healObserved, occurrence)
        events.say(.fault(occurrence, .healed))
    }

    /// Waits on the board for what shows a fault or its healing.
    func require(
        _ what: String,
        where matches: @escaping @Sendable (RunBoard) -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + Self.verificationTimeout
        let seen = await board.first(before: deadline) { $0.failure != nil || matches($0) }
        try Task.checkCancellation()
        guard let seen else {
            throw FaultFailure(reason: "\(what) was not seen within \(Self.verificationTimeout)")
        }
        if let failure = seen.failure { throw failure }
    }
}

/// Why a fault could not be shown to have taken effect, or to have healed.
struct FaultFailure: Error {
    let reason: String
}
