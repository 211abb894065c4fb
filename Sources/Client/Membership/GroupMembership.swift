import Core

/// The groups of one client: which it has to be in, and which are confirmed.
struct GroupMembership {
    private enum State: Hashable {
        case outside
        case joining
        case confirmed(since: UInt64)
    }

    private let groups: [AudienceNumber]
    private var states: [State]

    init(_ groups: [AudienceNumber]) {
        self.groups = groups
        states = Array(repeating: .outside, count: groups.count)
    }

    /// Confirmed memberships.
    var count: Int {
        states.count { if case .confirmed = $0 { true } else { false } }
    }

    /// Groups to ask for now; they count as asked for from here on.
    mutating func takeMissing() -> [AudienceNumber] {
        var missing: [AudienceNumber] = []
        for index in states.indices where states[index] == .outside {
            states[index] = .joining
            missing.append(groups[index])
        }
        return missing
    }

    mutating func joined(_ group: AudienceNumber, time: UInt64) {
        set(group, .confirmed(since: time))
    }

    mutating func joinFailed(_ group: AudienceNumber) {
        set(group, .outside)
    }

    /// A life is over, and its memberships with it. (A resumed connection keeps them.)
    mutating func forget() {
        for index in states.indices { states[index] = .outside }
    }

    /// When membership was confirmed; nil when it is not.
    func confirmedSince(_ group: AudienceNumber) -> UInt64? {
        guard let index = groups.firstIndex(of: group), case .confirmed(let since) = states[index] else { return nil }
        return since
    }

    private mutating func set(_ group: AudienceNumber, _ state: State) {
        if let index = groups.firstIndex(of: group) { states[index] = state }
    }
}
