import Core
import Runtime

/// The phases of one run, from processes that are started to clients that have been asked whether they are alive. Each phase
/// ends when the board says so, or at its deadline.
struct RunSession: Sendable {
    let plan: RunPlan
    let fleet: Fleet
    let board: Observed<RunBoard>
    let recorder: EventRecorder
    let events: RunEvents
    let starvation: StarvationGauge
    let resources: ResourceWatch

    /// Settling ends when for so long nothing arrives any more, although something is still awaited.
    static let quietPeriod: Duration = .seconds(2)
    /// How long a client has to answer the question whether it is alive.
    static let probeTimeout: Duration = .seconds(10)

    /// How long it may take to find out which nodes hear each other. Milliseconds.
    static let nodeProbingMilliseconds = 15_000

    private var limits: LimitsSpec { plan.scenario.limits }

    /// Returns what the harness itself saw that keeps a run from being conclusive.
    ///
    /// - Throws: ``HarnessError`` when the run cannot be carried through.
    func run() async throws -> [String] {
        try await start()
        try await connect()
        let reasons = try await traffic()
        try await settle()
        try await enter(.checking)
        return reasons
    }

    private func start() async throws {
        try await enter(.starting)
        try await fleet.start()
        try await reach(within: limits.startMilliseconds, code: .systemFailed) { board in
            board.nodes.allSatisfy(\.isReadyOrDown) && board.clients.allSatisfy(\.isReady)
        } otherwise: { board in
            let late = board.nodes.indices.filter { !board.nodes[$0].isReadyOrDown }
            let names = late.map { NodeID(index: $0).description }.joined(separator: ", ")
            return (late.isEmpty ? "the client processes are not ready" : "not ready: \(names)")
                + " (limits: start)" + fleet.lastWords(ofNodes: late)
        }
        await resources.readBefore(fleet)
    }

    private func connect() async throws {
        try await enter(.connecting)
        try await fleet.startBalancer()
        try await fleet.introduceNodes()
        fleet.watchHealth()
        try await fleet.send(.connect)
        let count = plan.clients.count
        try await reach(within: limits.connectMilliseconds, code: .systemFailed) { board in
            board.clients.allSatisfy(\.isConnected)
        } otherwise: { board in
            "\(board.totals.connected) of \(count) clients are connected, \(board.totals.joined) group memberships confirmed"
                + " (limits: connect)" + fleet.lastWords(ofNodes: Array(board.nodes.indices))
        }
    }

    private func traffic() async throws -> [String] {
        try await enter(.traffic)
        let director = FaultDirector(
            plan: plan,
            board: board,
            injector: FaultInjector(fleet: fleet, plan: plan, board: board, recorder: recorder, events: events),
            start: .now
        )
        try await fleet.armHooks()
        try await fleet.send(.start)
        let deadline = ContinuousClock.now + .milliseconds(limits.trafficMilliseconds)
        return try await withThrowingTaskGroup(of: [Int].self) { group in
            group.addTask { try await director.run() }
            let done = await board.first(before: deadline) { $0.failure != nil || $0.isTrafficDone }
            try Task.checkCancellation()
            if let failure = done?.failure { throw failure }
            var reasons: [String] = []
            if done == nil {
                reasons.append("traffic was not done within \(limits.trafficMilliseconds) ms (limits: traffic)")
                // Counts that were not reached will not be: let the director end.
                board.update { board in for index in board.clients.indices { board.clients[index].trafficDone = true } }
            }
            for fault in try await group.next() ?? [] {
                reasons.append("fault \(fault) (\(plan.scenario.faults[fault - 1].fault.verb)) never happened")
            }
            return reasons
        }
    }

    /// Lets everything that is owed arrive. What does not come is for the checker to judge, not for this phase.
    private func settle() async throws {
        try await enter(.settling)
        let deadline = ContinuousClock.now + .milliseconds(limits.settleMilliseconds)
        let count = plan.clients.count
        try await watch(before: deadline) { $0.isRestored(clients: count) }
        try await passGrace()
        let within = max(1_000, Int((deadline - .now) / .milliseconds(1)))
        try await fleet.probeNodes(withinMilliseconds: Self.nodeProbingMilliseconds)
        try await fleet.send(.finish(withinMilliseconds: within))
        try await reach(within: within + 35_000, code: .bug) { board in
            board.sentinels != nil
        } otherwise: { _ in
            "the client processes did not answer 'finish'"
        }
        let published = (board.value.sentinels ?? []).filter { $0.outcome == .ok }
        try await fleet.send(.settle(published))
        try await awaitSentinels(before: max(deadline, .now + Self.quietPeriod))
        try await fleet.send(.probe(withinMilliseconds: Int(Self.probeTimeout / .milliseconds(1))))
        try await reach(within: Int(Self.probeTimeout / .milliseconds(1)) + 20_000, code: .bug) { board in
            board.clients.allSatisfy { $0.silent != nil }
        } otherwise: { _ in
            "the client processes did not answer 'probe'"
        }
        try await reach(within: Self.nodeProbingMilliseconds + 20_000, code: .bug) { board in
            board.clients.first?.hasProbedNodes != false
        } otherwise: { _ in
            "the first client process did not answer 'probeNodes'"
        }
    }

    /// While the contract of `during-faults` still applies, final messages would prove nothing. By now all faults are over.
    private func passGrace() async throws {
        let expectation = plan.scenario.expect
        guard expectation.duringFaults != nil, expectation.graceMilliseconds > 0, !plan.scenario.faults.isEmpty else {
            return
        }
        try await watch(before: .now + .milliseconds(expectation.graceMilliseconds)) { _ in false }
    }

    /// Until all have arrived, nothing arrives any more, or the deadline.
    private func awaitSentinels(before deadline: ContinuousClock.Instant) async throws {
        while ContinuousClock.now < deadline {
            let seen = board.value.totals
            let moved = try await watch(before: min(deadline, .now + Self.quietPeriod)) { board in
                board.clients.allSatisfy(\.isSettled) || board.totals != seen
            }
            guard let moved else {
                // Silence of a machine that stood still is no silence of the servers.
                if starvation.worst(since: .now - Self.quietPeriod) > .zero, ContinuousClock.now < deadline { continue }
                return events.say(.note("nothing arrives any more; settling ends"))
            }
            if moved.clients.allSatisfy(\.isSettled) { return }
        }
    }
}

extension RunSession {
    private func enter(_ phase: RunPhase) async throws {
        board.update { $0.phase = phase }
        try await recorder.phase(phase)
        events.say(.phase(phase))
    }

    /// The board as soon as it matches, nil at the deadline.
    @discardableResult
    private func watch(
        before deadline: ContinuousClock.Instant,
        where matches: @escaping @Sendable (RunBoard) -> Bool
    ) async throws -> RunBoard? {
        let seen = await board.first(before: deadline) { $0.failure != nil || matches($0) }
        try Task.checkCancellation()
        if let failure = seen?.failure { throw failure }
        return seen
    }

    private func reach(
        within milliseconds: Int,
        code: ExitCode,
        where matches: @escaping @Sendable (RunBoard) -> Bool,
        otherwise explain: (RunBoard) -> String
    ) async throws {
        if try await watch(before: .now + .milliseconds(milliseconds), where: matches) != nil { return }
        throw HarnessError(code, "\(board.value.phase): after \(milliseconds) ms \(explain(board.value))")
    }
}
