import Core

extension ClientClose: InjectableFault {
    /// Seen when the connections are over; where they come again, healed when they are there and in their groups.
    func inject(_ work: FaultWork) async throws {
        let closed = work.chosen(clients)
        // Publishers wait for a client that something lets in again; the others are done.
        let returns = milliseconds != nil || work.plan.scenario.faults.contains { $0.fault.value is ClientOpen }
        let effect = try await work.act(on: closed, "the closing of \(clients)") { .close($0, returns: returns) }
        work.board.update { board in for client in closed { board.absence[client] = true } }
        try await work.seen(effect)
        guard let milliseconds else { return }
        try await work.last(milliseconds: milliseconds, effect.what)
        work.board.update { board in for client in closed { board.absence[client] = false } }
        try await work.undo(effect)
    }
}
