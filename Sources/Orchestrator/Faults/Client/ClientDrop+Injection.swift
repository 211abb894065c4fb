import Core

extension ClientDrop: InjectableFault {
    /// Seen when the client processes say that they cut the connections; healed when the clients are connected again or,
    /// by their policy, will not return.
    func inject(_ work: FaultWork) async throws {
        let effect = try await work.act(on: work.chosen(clients), "the cut of \(clients)") { own in
            .drop(
                ClientDropOrder(
                    own,
                    manner: manner,
                    awayMilliseconds: awayMilliseconds,
                    spreadMilliseconds: spreadMilliseconds,
                    returning: returning
                )
            )
        }
        try await work.seen(effect)
        try await work.healing()
        try await work.gone(effect)
    }
}
