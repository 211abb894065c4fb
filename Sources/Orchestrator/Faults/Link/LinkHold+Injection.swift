import Core

extension LinkHold: InjectableFault {
    /// Seen when it has come and is held; healed when it has passed.
    func inject(_ work: FaultWork) async throws {
        let scope = try await work.scope(of: aim)
        let links = work.fleet.links
        let id = try await links.watch(LinkWatch(scope, event, nth: nth))
        do {
            work.armed()
            _ = try await work.met(id, description)
            try await work.observed()
            try await Task.sleep(for: .milliseconds(forMilliseconds))
            try await work.healing()
            let before = try await links.counters(in: scope)
            try await links.release(id)
            try await work.requirePassing(in: scope, since: before)
            try await work.healed()
        } catch {
            try? await links.release(id)
            throw error
        }
    }

    private var description: String {
        let what =
            switch event {
            case .command(let name): name ?? "command"
            case .reply: "reply"
            case .connect: "connect"
            }
        return "\(what) number \(nth) on \(aim)"
    }
}
