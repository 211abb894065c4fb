/// What is known of one client's membership in one group, during one life of its connection.
///
/// *Definite* is a membership that was confirmed and not yet given up; *possible* is one that cannot be ruled out. An
/// operation whose outcome is unknown may take effect at any later time, so what it leaves open stays open until the
/// life ends; so does a join that overlapped a leave, because nobody saw which came last.
struct Membership {
    /// Which audience, by number.
    let audience: Int
    /// Set while the client is a member for certain.
    private(set) var definiteSince: UInt64?
    /// No message that was invoked later can have met a membership; `.max` while one is possible, 0 when none ever was.
    private(set) var possibleUntil: UInt64
    private var mayBeMember = false
    private var joinsUnderWay = 0
    private var leavesUnderWay = 0
    private var joinUnknown = false
    private var leaveUnknown = false
    /// A join was invoked in this life, and one was confirmed.
    private(set) var wasAsked = false
    private(set) var wasConfirmed = false

    init(audience: Int, possibleUntil: UInt64 = 0) {
        self.audience = audience
        self.possibleUntil = possibleUntil
    }

    mutating func joinInvoked() {
        wasAsked = true
        joinsUnderWay += 1
        possibleUntil = .max
        if leavesUnderWay > 0 { overlap() }
    }

    mutating func joined(at time: UInt64) {
        joinsUnderWay = max(0, joinsUnderWay - 1)
        mayBeMember = true
        possibleUntil = .max
        wasConfirmed = true
        if !leaveUnknown, leavesUnderWay == 0, definiteSince == nil { definiteSince = time }
    }

    mutating func joinFailed(_ outcome: Outcome, at time: UInt64) {
        joinsUnderWay = max(0, joinsUnderWay - 1)
        if outcome != .fail {
            joinUnknown = true
            mayBeMember = true
        }
        settle(at: time)
    }

    /// A confirmed membership is no longer certain. Returns since when it had been.
    mutating func leaveInvoked() -> UInt64? {
        leavesUnderWay += 1
        if joinsUnderWay > 0 { overlap() }
        defer { definiteSince = nil }
        return definiteSince
    }

    mutating func left(at time: UInt64) {
        leavesUnderWay = max(0, leavesUnderWay - 1)
        definiteSince = nil
        if !joinUnknown { mayBeMember = false }
        settle(at: time)
    }

    mutating func leaveFailed(_ outcome: Outcome) {
        leavesUnderWay = max(0, leavesUnderWay - 1)
        if outcome != .fail { leaveUnknown = true }
    }

    private mutating func overlap() {
        joinUnknown = true
        leaveUnknown = true
        mayBeMember = true
    }

    private mutating func settle(at time: UInt64) {
        if !mayBeMember, joinsUnderWay == 0, possibleUntil == .max { possibleUntil = time }
    }

    /// The life is over, and the membership with it.
    mutating func endLife(at time: UInt64) {
        self = Membership(audience: audience, possibleUntil: possibleUntil == .max ? time : possibleUntil)
    }
}
