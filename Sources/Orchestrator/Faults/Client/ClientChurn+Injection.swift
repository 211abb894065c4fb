import Core

extension ClientChurn: InjectableFault {
    /// Seen when the first client has changed; healed when all are as they were.
    func inject(_ work: FaultWork) async throws {
        let what = "churn of \(target)"
        try await work.holding(what) {
            let number = try group.map { try work.number(of: $0) }
            let clients = group == nil ? work.plan.clients(in: clients, work.occurrence) : work.chosen(clients)
            let effect = try await work.act(on: clients, what) {
                .churn($0, group: number, periodMilliseconds: periodMilliseconds)
            }
            try await work.seen(effect)
            try await work.last(milliseconds: milliseconds, what)
            try await work.undo(effect)
            work.closed(what)
        }
    }
}

extension RunPlan {
    /// Of all, whether they are there or not.
    fileprivate func clients(in selection: ClientSelection, _ occurrence: FaultOccurrence) -> [ClientID] {
        clients(in: selection, fault: occurrence.fault, repetition: occurrence.repetition)
    }
}
