import Core

/// Who was in which group, from the list of its joins and leaves.
extension SlowModel {
    /// A join or a leave of one group within a life.
    private struct Operation {
        var isJoin: Bool
        var begin: Int
        /// Nil while it is under way.
        var end: Int?
        var outcome: Outcome?
    }

    private func operations(_ audience: Int, _ events: ArraySlice<HistoryRecord>) -> [Operation] {
        var operations: [Operation] = []
        for (place, event) in events.enumerated() where event.detail == UInt16(audience) {
            switch event.kind {
            case .joinInvoked: operations.append(Operation(isJoin: true, begin: place))
            case .leaveInvoked: operations.append(Operation(isJoin: false, begin: place))
            case .joined, .joinFailed, .left, .leaveFailed:
                let isJoin = event.kind == .joined || event.kind == .joinFailed
                guard let open = operations.firstIndex(where: { $0.isJoin == isJoin && $0.end == nil }) else {
                    continue
                }
                operations[open].end = place
                let isOk = event.kind == .joined || event.kind == .left
                operations[open].outcome = isOk ? .ok : Outcome(rawValue: event.flags)
            default: break
            }
        }
        return operations
    }

    private func overlap(_ operations: [Operation]) -> Bool {
        operations.contains { join in
            join.isJoin
                && operations.contains { leave in
                    !leave.isJoin && leave.begin < join.end ?? .max && join.begin < leave.end ?? .max
                }
        }
    }

    /// Whether a membership cannot be ruled out after these events of a life.
    func isPossible(_ audience: Int, _ events: ArraySlice<HistoryRecord>) -> Bool {
        let operations = operations(audience, events)
        if overlap(operations) { return true }
        return operations.contains { join in
            guard join.isJoin else { return false }
            guard let end = join.end else { return true }
            switch join.outcome {
            case .info: return true
            case .ok: return !operations.contains { !$0.isJoin && $0.outcome == .ok && $0.end ?? 0 > end }
            default: return false
            }
        }
    }

    /// Times of beginning, and places of the ends, of what the client was in for certain.
    func definite(_ client: ManifestClient, _ audience: Int, _ life: Life) -> [(begin: UInt64, end: Int)] {
        switch manifest.audiences[audience] {
        case .all: return [(life.begin, life.events.count)]
        case .app(let name): return client.app == name ? [(life.begin, life.events.count)] : []
        case .user(let name): return client.user == name ? [(life.begin, life.events.count)] : []
        case .group: break
        }
        var found: [(begin: UInt64, end: Int)] = []
        for (place, event) in life.events.enumerated()
        where event.kind == .joined && event.detail == UInt16(audience) {
            let until = operations(audience, life.events[...place])
            let isDoubtful = until.contains { !$0.isJoin && ($0.end == nil || $0.outcome == .info) }
            guard !isDoubtful, !overlap(until) else { continue }
            let leave = life.events[place...].firstIndex {
                $0.kind == .leaveInvoked && $0.detail == UInt16(audience)
            }
            found.append((event.time, leave ?? life.events.count))
        }
        return found
    }
}
