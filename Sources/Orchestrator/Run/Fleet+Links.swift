import Core

extension Fleet {
    /// The links of a run; none are opened before somebody asks for one. Call ``LinkNetwork/close()`` at the end of the run.
    static func makeLinks(plan: RunPlan, board: Observed<RunBoard>, supervisor: Supervisor) -> LinkNetwork {
        let links = LinkPlan(plan.scenario)
        return LinkNetwork(
            seed: plan.seed,
            needsFrames: { links.needsFrames($0) },
            peers: { [weak supervisor] in
                (supervisor?.children ?? []).compactMap { child in
                    LinkEnd(child.name == "redis" ? "r1" : child.name).map { (process: child.processID, end: $0) }
                }
            },
            onHook: { fault in board.update { $0.hook(fault) } }
        )
    }

    /// Arms the hooks of the scenario, at the start of traffic, and lets go what they hold when their faults have taken
    /// effect or failed. Returns when it is cancelled or every hook was let go.
    func serveHooks() async throws {
        try await withThrowingDiscardingTaskGroup { group in
            for (index, spec) in plan.scenario.faults.enumerated() {
                guard case .hook(let hook) = spec.trigger else { continue }
                let fault = index + 1
                try await links.arm(hook, fault: fault)
                group.addTask {
                    _ = await self.board.first { $0.isUnhooked(fault) || $0.failure != nil }
                    try await self.links.release(hook: fault)
                }
            }
        }
    }
}
