import Core

extension ClientSettings {
    /// Descriptors that a process with these settings opens at most.
    var descriptorsNeeded: Int {
        Self.descriptorsNeeded(clients: clients.count, connectConcurrency: connectConcurrency)
    }

    /// Refuses what no orchestrator of ours sends, so that nothing below has to.
    func check() throws(HarnessError) {
        let known = Set(clients.map(\.client))
        try require(known.count == clients.count, "a client is named twice")
        for client in clients {
            for group in client.groups {
                try require(
                    Int(group) < audiences.count,
                    "\(client.client) joins audience \(group), which is not listed"
                )
                guard case .group = audiences[Int(group)] else {
                    throw Self.wrong("\(client.client) joins audience \(group), which is no group")
                }
            }
        }
        for plan in publishers {
            try require(known.contains(plan.client), "\(plan.publisher) sends through \(plan.client), who is not here")
            try require(!plan.audiences.isEmpty, "\(plan.publisher) has no audience")
            try require(
                plan.audiences.count <= Int(SequenceTail.width),
                "\(plan.publisher) has \(plan.audiences.count) audiences; \(SequenceTail.width) is the most"
            )
            try require(
                plan.audiences.allSatisfy { Int($0) < audiences.count },
                "\(plan.publisher) sends to an audience that is not listed"
            )
            try require(
                plan.ratePerSecond.map { $0 > 0 && $0.isFinite } ?? true,
                "\(plan.publisher) has no positive rate"
            )
            try require(plan.delayMilliseconds >= 0, "\(plan.publisher) begins before its start")
        }
    }

    private func require(_ condition: Bool, _ message: String) throws(HarnessError) {
        if !condition { throw Self.wrong(message) }
    }

    private static func wrong(_ message: String) -> HarnessError {
        HarnessError(
            .bug,
            "settings of a client process: \(message)",
            remedy: "docs/control-protocol.md describes them"
        )
    }
}
