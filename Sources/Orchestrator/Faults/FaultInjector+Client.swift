import Core

extension FaultInjector {
    /// Seen when the client processes say that they cut the connections; healed when the clients are connected again or,
    /// by their policy, will not return.
    func dropClients(
        _ occurrence: FaultOccurrence,
        _ selection: ClientSelection,
        manner: DropManner,
        awayMilliseconds: Int
    ) async throws {
        let chosen = Set(plan.clients(in: selection, fault: occurrence.fault, repetition: occurrence.repetition))
        let number = occurrence.dropNumber
        let affected = plan.processes.enumerated().compactMap { index, range -> (process: Int, clients: [ClientID])? in
            let clients = plan.clients[range].map(\.client).filter(chosen.contains)
            return clients.isEmpty ? nil : (index, clients)
        }
        for (process, clients) in affected {
            let command = ClientCommand.drop(
                fault: number,
                clients: clients,
                manner: manner,
                awayMilliseconds: awayMilliseconds
            )
            try await fleet.send(command, toClientProcess: process)
        }
        let processes = affected.map(\.process)
        try await require("the cut of \(selection)") { board in
            processes.allSatisfy { board.clients[$0].dropped[number] != nil }
        }
        let cut = board.value.clients.reduce(0) { $0 + ($1.dropped[number] ?? 0) }
        guard cut > 0 else { throw FaultFailure(reason: "none of \(selection) had a connection to cut") }
        try await observed(occurrence)
        try await healing(occurrence)
        try await require("the return of \(selection)") { board in
            processes.allSatisfy { board.clients[$0].returned[number] != nil }
        }
        try await healed(occurrence)
    }
}

extension FaultOccurrence {
    /// Tells the drops of a run apart on the control lines.
    fileprivate var dropNumber: Int { fault * 100_000 + repetition }
}
