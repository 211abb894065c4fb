import Stream

extension World {
    // MARK: Nodes and servers

    /// What a node calls committed is on every server, and is what others called committed.
    mutating func checkNode(_ node: Int) throws(Violation) {
        let index = nodes[node].logic.commitIndex
        guard index > 0, let delivered = nodes[node].logic.delivered else { return }
        let head = canon.branches.last?.head ?? 0
        let isOther = isBroken && canon.branches.last?.tag(at: delivered.index) != delivered.tag
        if index > head || canon.branches.last?.log != delivered.log || isOther { try checkCommit(node, index) }
        guard !isBroken, let branch = canon.branches.last else { return }
        if branch.tag(at: delivered.index) != delivered.tag {
            throw Violation(
                .nodesAgree,
                "n\(node) stands at \(delivered.index) with another entry than was committed there"
            )
        }
    }

    private mutating func checkCommit(_ node: Int, _ index: LogIndex) throws(Violation) {
        guard let server = nodes[node].connection?.server else { return }
        // A server that came back with old data does not speak for the others.
        let source = servers[server].isStale ? servers.firstIndex { !$0.isStale } ?? server : server
        if !isBroken {
            for server in servers.indices
            where servers[server].dataset.meta.head < index && !servers[server].isStale {
                throw Violation(
                    .commitBelowHeads,
                    "n\(node) calls \(index) committed; s\(server) ends at \(servers[server].dataset.meta.head)"
                )
            }
        }
        let head = canon.branches.last?.head ?? 0
        try canon.extend(from: servers[source].dataset, to: index, forks: isBroken)
        coverage.committed += Int(max(head, canon.branches.last?.head ?? 0) - head)
        guard !isBroken else { return }
        for server in servers.indices { try checkHolds(server, index) }
    }

    private func checkHolds(_ server: Int, _ index: LogIndex) throws(Violation) {
        guard let branch = canon.branches.last, index > 0, !servers[server].isStale else { return }
        let dataset = servers[server].dataset
        guard index >= dataset.meta.floor else { return }
        if dataset.meta.id != branch.log || dataset.tag(at: index) != branch.tag(at: index) {
            throw Violation(.committedEverywhere, "s\(server) does not have the committed entry \(index)")
        }
    }

    /// What a lease holds was not trimmed.
    mutating func checkTrim(_ server: Int, _ past: Dataset) {
        let floor = servers[server].dataset.meta.floor
        guard !isBroken, floor > past.meta.floor else { return }
        for lease in past.leases where lease.expiry > now && lease.index < floor {
            fail(
                Violation(
                    .floorBelowPositions,
                    "s\(server) trimmed to \(floor); a lease of \(lease.node) holds \(lease.index)"
                )
            )
        }
    }

    /// A server has another dataset than before: everything committed must be in it.
    mutating func checkServer(_ server: Int) {
        guard !isBroken else { return }
        do throws(Violation) {
            if let branch = canon.branches.last { try checkHolds(server, branch.head) }
            if let violation = dedupeViolation(server) { throw violation }
        } catch {
            fail(error)
        }
    }

    /// The memory of what was appended is that of the log.
    private func dedupeViolation(_ server: Int) -> Violation? {
        let dataset = servers[server].dataset
        for session in dataset.sessions {
            let number = session.session.number
            var last: UInt64?
            for entry in dataset.entries where entry.session == number {
                if let last, entry.sequence != last + 1 {
                    return Violation(.onceInOrder, "s\(server): session \(number) has \(entry.sequence) behind \(last)")
                }
                last = entry.sequence
            }
            if let last, last != session.last {
                return Violation(
                    .dedupeMatchesLog,
                    "s\(server): session \(number) ends with \(last), not \(session.last)"
                )
            }
        }
        return nil
    }

    // MARK: Publishers

    mutating func checkAcknowledged(_ message: Int) throws(Violation) {
        coverage.acknowledged += 1
        if !canon.contains(message: message), !isBroken {
            throw Violation(.onlyCommitted, "message \(message) was acknowledged and is not committed")
        }
    }

    // MARK: Clients

    func checkTold(_ client: Int, _ reason: GapReason) throws(Violation) {
        guard !isBroken, reason != .ended else { return }
        if reason == .trimmed, (clients[client].position?.index ?? 0) < highestFloor { return }
        throw Violation(.toldWithCause, "c\(client) was told of a gap (\(reason.rawValue)) that is none")
    }

    /// What was handed over is what the client is entitled to between its positions, and nothing else.
    mutating func checkFrame(_ client: Int, _ frame: Frame) throws(Violation) {
        if canon.hasUnknownPast { return }
        guard let place = canon.branch(of: frame.position) else {
            throw Violation(
                frame.position.index > (canon.branches.last?.head ?? 0) ? .onlyCommitted : .nodesAgree,
                "c\(client) was given position \(frame.position.index), which is not that of a committed entry"
            )
        }
        let branch = canon.branches[place]
        if let before = clients[client].position, frame.position.index < before.index {
            throw Violation(.entitledExactly, "c\(client) went back from \(before.index) to \(frame.position.index)")
        }
        let start = try start(client, frame, branch)
        var groups = clients[client].oracleGroups
        let before = groups
        var expected: [LogIndex] = []
        if start.index < frame.position.index {
            for entry in branch.entries[Int(start.index)..<Int(frame.position.index)]
            where isEntitled(client, entry, &groups) {
                expected.append(entry.index)
            }
        }
        if expected != frame.entries.map(\.index) {
            throw Violation(
                .entitledExactly,
                "c\(client) was handed \(frame.entries.map(\.index)) between \(start.index) and \(frame.position.index), "
                    + "entitled to \(expected)"
            )
        }
        for entry in frame.entries where entry.tag != branch.tag(at: entry.index) {
            throw Violation(.entitledExactly, "c\(client) was handed another entry at \(entry.index)")
        }
        if frame.groups.map({ $0 != groups.sorted() }) ?? (groups != before) {
            throw Violation(
                .entitledExactly,
                "c\(client)'s groups token at \(frame.position.index) is not its state there"
            )
        }
        clients[client].oracleGroups = groups
        clients[client].oracle = frame.position
        coverage.handed += frame.entries.count
    }

    /// Where the client's window goes on: its last frame, or its connect entry.
    private func start(_ client: Int, _ frame: Frame, _ branch: CanonBranch) throws(Violation) -> Position {
        if let oracle = clients[client].oracle {
            guard branch.log == oracle.log, branch.tag(at: oracle.index) == oracle.tag else {
                throw Violation(.entitledExactly, "c\(client) was led from one past into another and not told")
            }
            return oracle
        }
        let connection = clients[client].connection ?? ""
        guard let entry = branch.entries.first(where: { $0.content == .membership(connection: connection, .connect) })
        else {
            throw Violation(.onlyCommitted, "c\(client) has a position, and its connect entry is not committed")
        }
        return Position(log: branch.log, index: entry.index, tag: entry.tag)
    }

    private func isEntitled(_ client: Int, _ entry: Entry, _ groups: inout [String]) -> Bool {
        let connection = clients[client].connection ?? ""
        switch entry.content {
        case .message(let target, _):
            let members = groups
            let listens = { (address: String) in address == "all" || address == connection || members.contains(address)
            }
            return target.addresses.contains(where: listens) && !target.exceptions.contains(where: listens)
        case .membership(connection, .join(let group)):
            if !groups.contains(group) { groups.append(group) }
            return false
        case .membership(connection, .leave(let group)):
            groups.removeAll { $0 == group }
            return false
        case .membership: return false
        }
    }
}
