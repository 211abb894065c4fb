import Core

extension TrafficPause: InjectableFault {
    /// Seen, and healed, when the client processes say so.
    func inject(_ work: FaultWork) async throws {
        try await work.holding(mark) {
            let effect = try await work.act(on: work.plan.publishers(in: publishers), "the \(mark)") {
                .pause($0.sorted())
            }
            try await work.seen(effect)
            try await work.last(milliseconds: milliseconds, mark)
            try await work.undo(effect)
            work.closed(mark)
        }
    }
}

extension TrafficResume: InjectableFault {
    /// Its effect is the end of the pause that it undoes.
    func inject(_ work: FaultWork) async throws {
        try await work.undo(TrafficPause.mark(publishers))
        try await work.observed()
    }
}
