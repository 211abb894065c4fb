import Core

extension ClientFreeze: InjectableFault {
    /// Seen when the client processes have stopped reading; healed when each client has read an answer that lies behind all
    /// that had piled up, or knows that its connection was cut.
    func inject(_ work: FaultWork) async throws {
        try await work.holding(mark) {
            let effect = try await work.act(on: work.chosen(clients), "the freeze of \(clients)") { .freeze($0) }
            try await work.seen(effect)
            try await work.last(milliseconds: milliseconds, mark)
            try await work.undo(effect)
            work.closed(mark)
        }
    }
}
