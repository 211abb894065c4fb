import Core

extension ClientDrop: InjectableFault {
    /// Seen when the client processes say that they cut the connections; healed when the clients are connected again or,
    /// by their policy, will not return.
    func inject(_ work: FaultWork) async throws {
        let occurrence = work.occurrence
        let chosen = Set(work.plan.clients(in: clients, fault: occurrence.fault, repetition: occurrence.repetition))
        let number = occurrence.dropNumber
        let affected = work.plan.processes.enumerated().compactMap {
            index,
            range -> (process: Int, clients: [ClientID])? in
            let clients = work.plan.clients[range].map(\.client).filter(chosen.contains)
            return clients.isEmpty ? nil : (index, clients)
        }
        for (process, clients) in affected {
            let command = ClientCommand.drop(
                fault: number,
                clients: clients,
                manner: manner,
                awayMilliseconds: awayMilliseconds
            )
            try await work.fleet.send(command, toClientProcess: process)
        }
        let processes = affected.map(\.process)
        try await work.require("the cut of \(clients)") { board in
            processes.allSatisfy { board.clients[$0].dropped[number] != nil }
        }
        let cut = work.board.value.clients.reduce(0) { $0 + ($1.dropped[number] ?? 0) }
        guard cut > 0 else { throw FaultFailure(reason: "none of \(clients) had a connection to cut") }
        try await work.observed()
        try await work.healing()
        try await work.require("the return of \(clients)") { board in
            processes.allSatisfy { board.clients[$0].returned[number] != nil }
        }
        try await work.healed()
    }
}

extension FaultOccurrence {
    /// Tells the drops of a run apart on the control lines.
    fileprivate var dropNumber: Int { fault * 100_000 + repetition }
}
