import Core

extension NodeRolling: InjectableFault {
    /// Seen when the first process has been reaped; healed when the last of the new ones serves.
    func inject(_ work: FaultWork) async throws {
        // Also those that have lost Redis for a moment.
        let nodes = work.plan.nodes.filter { work.fleet.livingProcess(of: $0) != nil }
        guard let first = nodes.first, let last = nodes.last else {
            throw FaultFailure(reason: "no node was running")
        }
        for node in nodes {
            try await work.holding(FaultWork.process(of: node)) {
                try await work.takeDown(node, grace: .milliseconds(graceMilliseconds))
                if node == first { try await work.observed() }
                try await Task.sleep(for: .milliseconds(downMilliseconds))
                if node == last { try await work.healing() }
                try await work.bringUp(node, port: port)
                if node == last { try await work.healed() }
            }
            if node != last { try await Task.sleep(for: .milliseconds(pauseMilliseconds)) }
        }
    }
}
