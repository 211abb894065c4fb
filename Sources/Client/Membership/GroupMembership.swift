import Core

/// The groups of one client: which it has to be in, and in which it is.
struct GroupMembership {
    private enum State: Hashable {
        case outside
        case joining
        case confirmed(since: UInt64)
        case leaving
        /// Nobody knows: a leave failed or was not answered.
        case unclear
    }

    /// What to ask the server for.
    enum Request: Hashable {
        case join(AudienceNumber)
        case leave(AudienceNumber)
    }

    private struct Entry {
        let group: AudienceNumber
        var isWanted: Bool
        var state = State.outside
    }

    private var entries: [Entry]

    init(_ groups: [AudienceNumber]) {
        entries = groups.map { Entry(group: $0, isWanted: true) }
    }

    /// Confirmed memberships.
    var count: Int {
        entries.count { if case .confirmed = $0.state { true } else { false } }
    }

    /// Every group is as it has to be.
    var isSettled: Bool { entries.allSatisfy(Self.isSettled) }

    /// Groups that it has to be in.
    var wantedCount: Int { entries.count(where: \.isWanted) }

    func isWanted(_ group: AudienceNumber) -> Bool { entry(group)?.isWanted ?? false }

    /// The group is as it has to be.
    func isSettled(_ group: AudienceNumber) -> Bool { entry(group).map(Self.isSettled) ?? true }

    private static func isSettled(_ entry: Entry) -> Bool {
        switch entry.state {
        case .outside: !entry.isWanted
        case .confirmed: entry.isWanted
        case .joining, .leaving, .unclear: false
        }
    }

    /// Has to be in the group, or out of it, from now on. False when that was so before.
    mutating func want(_ group: AudienceNumber, _ isWanted: Bool) -> Bool {
        guard let index = entries.firstIndex(where: { $0.group == group }) else {
            if isWanted { entries.append(Entry(group: group, isWanted: true)) }
            return isWanted
        }
        defer { entries[index].isWanted = isWanted }
        return entries[index].isWanted != isWanted
    }

    /// What to ask for now; it counts as asked for from here on.
    mutating func takeRequests() -> [Request] {
        var requests: [Request] = []
        for index in entries.indices {
            switch (entries[index].state, entries[index].isWanted) {
            case (.outside, true), (.unclear, true):
                entries[index].state = .joining
                requests.append(.join(entries[index].group))
            case (.confirmed, false), (.unclear, false):
                entries[index].state = .leaving
                requests.append(.leave(entries[index].group))
            case (.outside, false), (.confirmed, true), (.joining, _), (.leaving, _): break
            }
        }
        return requests
    }

    mutating func joined(_ group: AudienceNumber, time: UInt64) {
        set(group, .confirmed(since: time))
    }

    /// It may be in the group all the same, unless it is certain that it is not.
    mutating func joinFailed(_ group: AudienceNumber, _ outcome: Outcome) {
        set(group, outcome == .fail || isWanted(group) ? .outside : .unclear)
    }

    mutating func left(_ group: AudienceNumber) {
        set(group, .outside)
    }

    mutating func leaveFailed(_ group: AudienceNumber) {
        set(group, .unclear)
    }

    /// A life is over, and its memberships with it. (A resumed connection keeps them.)
    mutating func forget() {
        for index in entries.indices { entries[index].state = .outside }
    }

    /// When membership was confirmed; nil when it is not.
    func confirmedSince(_ group: AudienceNumber) -> UInt64? {
        guard case .confirmed(let since)? = entry(group)?.state else { return nil }
        return since
    }

    private func entry(_ group: AudienceNumber) -> Entry? { entries.first { $0.group == group } }

    private mutating func set(_ group: AudienceNumber, _ state: State) {
        if let index = entries.firstIndex(where: { $0.group == group }) { entries[index].state = state }
    }
}
