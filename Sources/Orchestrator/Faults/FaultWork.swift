import Core

/// What a fault works with while it happens once.
struct FaultWork: Sendable {
    let occurrence: FaultOccurrence
    let fleet: Fleet
    let plan: RunPlan
    let board: Observed<RunBoard>
    let recorder: EventRecorder
    let events: RunEvents

    /// How long a fault may take to be seen, and its healing to be seen, before it counts as failed.
    static let verificationTimeout: Duration = .seconds(30)
    /// How long a server may take to answer what a fault does to it: one that writes every command to its disk can stand still
    /// for some seconds on a busy machine.
    static let replyTimeout: Duration = .seconds(10)

    /// How often it is looked for what has no events: the state of a server, and counters that change with every byte.
    private static let lookInterval: Duration = .milliseconds(2)

    /// Waits for what nobody tells us of.
    ///
    /// - Throws: ``FaultFailure`` when it is not seen in time; ``HarnessError`` when the run cannot go on.
    func eventually(
        _ what: String,
        within limit: Duration = verificationTimeout,
        _ isSeen: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now + limit
        while try await !isSeen() {
            if let failure = board.value.failure { throw failure }
            guard ContinuousClock.now < deadline else {
                throw FaultFailure(reason: "\(what) was not seen within \(limit)")
            }
            try await Task.sleep(for: Self.lookInterval)
        }
    }

    /// It was seen to have taken effect.
    func observed() async throws {
        try await recorder.fault(.faultObserved, occurrence)
        board.update { $0.unhook(occurrence.fault) }
        events.say(.fault(occurrence, .observed))
    }

    /// It is set, and waits for something that passes: what the hook of its trigger holds may be just that, or stand in
    /// its way, so it goes on.
    func armed() {
        board.update { $0.unhook(occurrence.fault) }
    }

    /// Does it; when that fails or is cancelled, `undo` is done all the same where the Redis was given and outlives the run.
    func leavingGivenRedis(
        _ undo: @escaping @Sendable () async throws -> Void,
        _ body: () async throws -> Void
    ) async throws {
        do {
            try await body()
        } catch {
            if fleet.isRedisGiven { _ = try? await Task { try await undo() }.value }
            throw error
        }
    }

    /// Healing begins.
    func healing() async throws {
        try await recorder.fault(.healInvoked, occurrence)
    }

    /// Service was seen to be restored.
    func healed() async throws {
        try await recorder.fault(.healObserved, occurrence)
        events.say(.fault(occurrence, .healed))
    }

    /// Two faults must not handle one thing at the same time: each would heal what the other broke. `what` is for people
    /// and is the name of the thing, for example `process of r2`.
    func holding(_ what: String, _ body: () async throws -> Void) async throws {
        if let other = board.update({ $0.claim(what, for: occurrence) }) {
            throw FaultFailure(reason: "the \(what) was still in the hands of \(other)")
        }
        defer { board.update { $0.release(what) } }
        try await body()
    }

    /// Lets the fault last: for so long, or, without a time, until ``undo(_:)`` names what it did or traffic is over.
    ///
    /// - Parameter what: what was done, for example `freeze of r2`; the same words undo it.
    func last(milliseconds: Int?, _ what: String) async throws {
        if let milliseconds { return try await Task.sleep(for: .milliseconds(milliseconds)) }
        board.update { $0.leaveOpen(what, occurrence) }
        _ = await board.first { $0.failure != nil || $0.isTrafficDone || $0.isUndone(what) }
        try Task.checkCancellation()
    }

    /// The end of a fault that was left open: to be called when its healing was seen.
    func closed(_ what: String) {
        board.update { $0.close(what) }
    }

    /// Undoes what another fault left open, and returns when that was seen to heal.
    func undo(_ what: String) async throws {
        guard board.update({ $0.undo(what) }) else {
            throw FaultFailure(reason: "there was no \(what) to undo")
        }
        try await require("the end of the \(what)") { !$0.isOpen(what) }
    }

    /// Waits on the board for what shows a fault or its healing.
    func require(_ what: String, where matches: @escaping @Sendable (RunBoard) -> Bool) async throws {
        let deadline = ContinuousClock.now + Self.verificationTimeout
        let seen = await board.first(before: deadline) { $0.failure != nil || matches($0) }
        try Task.checkCancellation()
        guard let seen else {
            throw FaultFailure(reason: "\(what) was not seen within \(Self.verificationTimeout)")
        }
        if let failure = seen.failure { throw failure }
    }
}
