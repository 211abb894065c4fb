import Core

extension NodeFailpoint: InjectableFault {
    /// Seen when the node says that it is about to stand still, or when its process has ended there by SIGKILL; healed when
    /// it goes on, or when the new process serves. A point that no message reaches in time was no fault.
    func inject(_ work: FaultWork) async throws {
        switch action {
        case .pause: try await pause(work)
        case .crash:
            try await work.holding(FaultWork.process(of: node)) {
                try await crash(work)
                guard let downMilliseconds else { return }
                try await work.comeBack(node, afterMilliseconds: downMilliseconds)
            }
            if downMilliseconds == nil { try await work.awaitStart(of: node) }
        }
    }

    private func pause(_ work: FaultWork) async throws {
        let id = work.occurrence.failpoint
        try await arm(work)
        guard try await isReached(work) else { throw try await unreached(work) }
        try await work.observed()
        try await work.healing()
        try await work.require("\(node) going on") { $0.nodes[node.index].failpoints[id]?.stage == .passed }
        try await work.healed()
    }

    /// Returns when the process has ended at the point.
    private func crash(_ work: FaultWork) async throws {
        work.board.update { $0.nodes[node.index].mayCrash = true }
        defer { work.board.update { $0.nodes[node.index].mayCrash = false } }
        try await arm(work)
        guard try await isReached(work) else { throw try await unreached(work) }
        try await work.fleet.checkKilledByItself(node)
        try await work.observed()
    }

    private func arm(_ work: FaultWork) async throws {
        let id = work.occurrence.failpoint
        guard work.board.value.nodes[node.index].port != nil else {
            throw FaultFailure(reason: "\(node) was not running")
        }
        try work.fleet.send(
            .arm(
                Failpoint(id: id, point: point, action: action, nth: nth, pauseMilliseconds: pauseMilliseconds)
            ),
            to: node
        )
        try await work.require("\(node) armed") { board in
            board.nodes[node.index].failpoints[id] != nil || board.nodes[node.index].port == nil
        }
        work.armed()
    }

    /// False when traffic is over and it was not hit.
    private func isReached(_ work: FaultWork) async throws -> Bool {
        let id = work.occurrence.failpoint
        let seen = await work.board.first { board in
            let state = board.nodes[node.index]
            return board.failure != nil || state.port == nil || state.failpoints[id]?.isHit == true
                || board.isTrafficDone
        }
        try Task.checkCancellation()
        if let failure = seen?.failure { throw failure }
        let state = work.board.value.nodes[node.index]
        if action == .pause, state.port == nil, state.failpoints[id]?.isHit != true {
            throw FaultFailure(reason: "\(node) ended before \(point.rawValue) was reached")
        }
        return state.port == nil || state.failpoints[id]?.isHit == true
    }

    /// Takes it back, so that it does not happen later, and says how near it came.
    private func unreached(_ work: FaultWork) async throws -> FaultFailure {
        let id = work.occurrence.failpoint
        try work.fleet.send(.disarm(failpoint: id), to: node)
        try await work.require("\(node) disarmed") { board in
            board.nodes[node.index].failpoints[id]?.stage == .disarmed || board.nodes[node.index].port == nil
        }
        let count = work.board.value.nodes[node.index].failpoints[id]?.count ?? 0
        return FaultFailure(
            reason: "\(point.rawValue) of \(node) was never reached: \(count) of \(nth) messages came to it"
        )
    }
}

extension FaultOccurrence {
    /// Tells the failpoints of a run apart.
    fileprivate var failpoint: Int { fault * 100_000 + repetition }
}

extension FailpointReport {
    fileprivate var isHit: Bool { stage == .hit || stage == .passed }
}
