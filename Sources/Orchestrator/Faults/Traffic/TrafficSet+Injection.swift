import Core

extension TrafficSet: InjectableFault {
    /// Seen, and healed, when the client processes say so.
    func inject(_ work: FaultWork) async throws {
        let what = "pace of \(publishers)"
        try await work.holding(what) {
            let all = work.plan.publishers(in: publishers)
            let rate = ratePerSecond.map { $0 / Double(max(1, all.count)) }
            let effect = try await work.act(on: all, "the \(what)") {
                .pace($0.sorted(), ratePerSecond: rate, size: size)
            }
            try await work.seen(effect)
            try await work.last(milliseconds: milliseconds, what)
            try await work.undo(effect)
            work.closed(what)
        }
    }
}
