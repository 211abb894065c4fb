import Core

extension NodeFreeze: InjectableFault {
    /// Seen when the kernel shows every thread as stopped; healed when the node answers again and is subscribed.
    func inject(_ work: FaultWork) async throws {
        try await work.holding(FaultWork.process(of: node)) {
            guard work.board.value.nodes[node.index].port != nil else {
                throw FaultFailure(reason: "\(node) was not running")
            }
            let what = FaultWork.freeze(of: node)
            try await work.fleet.freezeNode(node)
            try await work.observed()
            try await work.last(milliseconds: downMilliseconds, what)
            try await work.healing()
            try await work.fleet.thawNode(node)
            let answers = work.board.value.nodes[node.index].statusAnswers
            try work.fleet.send(.status, to: node)
            try await work.require("an answer of \(node)") { board in
                board.nodes[node.index].statusAnswers > answers && board.nodes[node.index].isReady
            }
            try await work.healed()
            work.closed(what)
        }
    }
}
