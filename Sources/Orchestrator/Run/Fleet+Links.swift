import Core
import Glibc
import Synchronization

extension Fleet {
    /// The links of a run; none are opened before somebody asks for one. Call ``LinkNetwork/close()`` at the end of the run.
    static func makeLinks(
        plan: RunPlan,
        needs: LinkPlan,
        board: Observed<RunBoard>,
        supervisor: Supervisor
    ) -> LinkNetwork {
        LinkNetwork(
            seed: plan.seed,
            needsFrames: { needs.needsFrames($0) },
            peers: { [weak supervisor] in
                let children = (supervisor?.children ?? []).map { child in
                    LinkPeer(process: child.processID, end: LinkEnd(child.name == "redis" ? "r1" : child.name))
                }
                return children + [LinkPeer(process: getpid(), end: nil)]
            },
            onHook: { fault in board.update { $0.hook(fault) } }
        )
    }

    /// Where there are links, what passes them is recorded.
    func recordTaps() async throws {
        guard plan.hasLinks else { return }
        let post = LinkTapRecorder.Post(
            path: "\(folder.path)/\(LinkTapRecorder.Post.historyName)",
            run: plan.run,
            failed: { [board] error in board.update { $0.fail(error.message, code: error.code) } }
        )
        try await links.record(post)
    }

    private var hooks: [(fault: Int, hook: LinkHook)] {
        plan.scenario.faults.enumerated().compactMap { index, spec in
            if case .hook(let hook) = spec.trigger { (index + 1, hook) } else { nil }
        }
    }

    /// Arms the hooks of the scenario: from now on they count.
    func armHooks() async throws {
        for (fault, hook) in hooks { try await links.arm(hook, fault: fault) }
    }

    /// Lets go what hooks hold when their faults have taken effect or failed; also when it is cancelled.
    func releaseHooks() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for (fault, _) in hooks {
                group.addTask {
                    _ = await self.board.first { $0.isUnhooked(fault) || $0.failure != nil }
                    try await self.links.release(hook: fault)
                }
            }
        }
    }
}

extension Fleet {
    /// The ends that a fault's `to` means now.
    ///
    /// - Throws: ``FaultFailure`` when there is no such server now.
    func linkEnds(of target: RedisTarget) async throws -> Set<LinkEnd> {
        // Of one that was given there is nothing but its address.
        if case .given? = state.withLock({ $0.redis }) { return [.server(ServerID(index: 0))] }
        let processes = try await topology().resolve(target)
        return Set(processes.map(\.id))
    }
}
