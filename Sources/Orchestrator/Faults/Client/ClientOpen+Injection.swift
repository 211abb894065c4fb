import Core

extension ClientOpen: InjectableFault {
    /// Seen when every one of them is connected and in its groups.
    func inject(_ work: FaultWork) async throws {
        let opened = work.chosenAbsent(clients)
        work.board.update { board in for client in opened { board.absence[client] = false } }
        let effect = try await work.act(on: opened, "the opening of \(clients)") { .open($0, node: node) }
        let count = try await work.seen(effect)
        guard count < opened.count else { return }
        throw FaultFailure(reason: "\(opened.count - count) of \(opened.count) clients were there already or gave up")
    }
}
