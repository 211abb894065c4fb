import Core

extension LinkCutMidFrame: InjectableFault {
    /// Seen when the frame has begun and its connection was ended; healed when the link takes new ones.
    func inject(_ work: FaultWork) async throws {
        let scope = try await work.scope(of: aim)
        let links = work.fleet.links
        let before = try await links.counters(in: scope)
        let id = try await links.watch(
            LinkWatch(
                scope,
                direction == .to ? .command(nil) : .reply,
                nth: nth,
                action: .cut(afterBytes: afterBytes, manner)
            )
        )
        do {
            work.armed()
            _ = try await work.met(id, "frame number \(nth) on \(aim)")
            try await work.eventually("the cut of a connection over \(aim)") {
                let now = try await links.counters(in: scope)
                return manner == .reset ? now.reset > before.reset : now.closed > before.closed
            }
            try await links.release(id)
        } catch {
            try? await links.release(id)
            throw error
        }
        try await work.observed()
        try await work.healing()
        try await work.requirePassing(in: scope, since: try await links.counters(in: scope))
        try await work.healed()
    }
}
