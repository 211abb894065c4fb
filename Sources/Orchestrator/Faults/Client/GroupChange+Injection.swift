import Core

extension ClientJoin: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.change(change, "the joining of \(change.clients)") { .join($0, group: $1) }
    }
}

extension ClientLeave: InjectableFault {
    func inject(_ work: FaultWork) async throws {
        try await work.change(change, "the leaving of \(change.clients)") { .leave($0, group: $1) }
    }
}

extension FaultWork {
    /// Seen when the server has confirmed every change; where it is undone, healed when it has confirmed that too.
    fileprivate func change(
        _ change: GroupChange,
        _ what: String,
        _ action: ([ClientID], AudienceNumber) -> ClientAction
    ) async throws {
        let group = try number(of: change.group)
        let effect = try await act(on: chosen(change.clients), what) { action($0, group) }
        try await seen(effect)
        guard let milliseconds = change.milliseconds else { return }
        try await last(milliseconds: milliseconds, what)
        try await undo(effect)
    }

    func number(of group: String) throws -> AudienceNumber {
        guard let index = plan.audiences.firstIndex(of: .group(group)) else {
            throw FaultFailure(reason: "there is no group \(group)")
        }
        return AudienceNumber(index)
    }
}
