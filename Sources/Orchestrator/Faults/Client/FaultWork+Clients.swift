import Core

/// Something that client processes were told to do as one fault.
struct ClientEffect: Sendable {
    /// Tells it apart on the control lines.
    let number: Int
    /// From 0.
    let processes: [Int]
    /// For people.
    let what: String
}

extension FaultWork {
    /// The clients that a fault means this time, of those that are there; of all when `absentToo`.
    func chosen(_ selection: ClientSelection) -> [ClientID] {
        plan.clients(in: selection, fault: occurrence.fault, repetition: occurrence.repetition) { !isAbsent($0) }
    }

    /// The clients that a fault means this time, of those that are not there.
    func chosenAbsent(_ selection: ClientSelection) -> [ClientID] {
        plan.clients(in: selection, fault: occurrence.fault, repetition: occurrence.repetition, where: isAbsent)
    }

    private func isAbsent(_ client: ClientID) -> Bool {
        board.value.absence[client] ?? plan.clients[client.index].isLate
    }

    /// Tells the processes of these clients to do something to them.
    func act(
        on clients: [ClientID],
        _ what: String,
        _ action: ([ClientID]) -> ClientAction
    ) async throws -> ClientEffect {
        let wanted = Set(clients)
        let parts = plan.processes.enumerated().compactMap { index, range -> (Int, ClientAction)? in
            let own = plan.clients[range].map(\.client).filter(wanted.contains)
            return own.isEmpty ? nil : (index, action(own))
        }
        return try await act(parts, what)
    }

    /// Tells the processes of these publishers to do something to them; `action` is nil where there is nothing to do.
    func act(
        on publishers: [PublisherID],
        _ what: String,
        _ action: (Set<PublisherID>) -> ClientAction?
    ) async throws -> ClientEffect {
        let wanted = Set(publishers)
        let parts = plan.processes.indices.compactMap { index -> (Int, ClientAction)? in
            let own = Set(plan.publishers(ofProcess: index).map(\.publisher)).intersection(wanted)
            return own.isEmpty ? nil : action(own).map { (index, $0) }
        }
        return try await act(parts, what)
    }

    private func act(_ parts: [(process: Int, action: ClientAction)], _ what: String) async throws -> ClientEffect {
        let effect = ClientEffect(number: occurrence.clientNumber, processes: parts.map(\.process), what: what)
        for (process, action) in parts {
            try await fleet.send(.act(fault: effect.number, action), toClientProcess: process)
        }
        return effect
    }

    /// Waits until it is seen everywhere; returns at how many clients, or with how many messages.
    ///
    /// - Throws: ``FaultFailure`` when there were none.
    @discardableResult
    func seen(_ effect: ClientEffect) async throws -> Int {
        try await require(effect.what) { board in
            effect.processes.allSatisfy { board.clients[$0].applied[effect.number] != nil }
        }
        let count = board.value.clients.reduce(0) { $0 + ($1.applied[effect.number] ?? 0) }
        guard count > 0 else { throw FaultFailure(reason: "\(effect.what) met nobody") }
        try await observed()
        return count
    }

    /// Waits until nothing is left of it.
    func gone(_ effect: ClientEffect) async throws {
        try await require("the end of \(effect.what)") { board in
            effect.processes.allSatisfy { board.clients[$0].restored[effect.number] != nil }
        }
        try await healed()
    }

    /// Undoes it, and waits until nothing is left of it.
    func undo(_ effect: ClientEffect) async throws {
        try await healing()
        for process in effect.processes { try await fleet.send(.undo(fault: effect.number), toClientProcess: process) }
        try await gone(effect)
    }
}

extension FaultOccurrence {
    /// Used once in a run.
    fileprivate var clientNumber: Int { fault * 100_000 + repetition }
}
