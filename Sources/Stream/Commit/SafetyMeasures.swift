/// The measures that keep the protocol's invariants. What ships has ``all``; the model leaves out one at a time and must then
/// find out why it is there.
package struct SafetyMeasures: OptionSet, Hashable, Sendable {
    package let rawValue: UInt32

    package init(rawValue: UInt32) { self.rawValue = rawValue }

    private init(bit: UInt32) { rawValue = 1 << bit }

    /// A publisher is told "done" only when the commit rule held.
    package static let acknowledgesWhenProved = SafetyMeasures(bit: 0)
    /// Clients are handed only what is committed.
    package static let deliversWhenProved = SafetyMeasures(bit: 1)
    /// The name of the reign, before and after WAIT, must be the adopted one.
    package static let comparesReigns = SafetyMeasures(bit: 2)
    /// Each replica counts once, however many links it has.
    package static let countsAddressesOnce = SafetyMeasures(bit: 3)
    /// All replicas must have it, not just one.
    package static let needsAllReplicas = SafetyMeasures(bit: 4)
    /// A write stands between the work and the offset that replicas must reach.
    package static let writesBarrier = SafetyMeasures(bit: 5)
    /// The offsets of INFO decide, not the number that WAIT answers.
    package static let comparesOffsets = SafetyMeasures(bit: 6)
    /// What was read and is not committed is forgotten with its reign.
    package static let dropsPendingWithReign = SafetyMeasures(bit: 7)
    /// The commit index of the log counts only when the reign is still the adopted one.
    package static let checksReignOfHint = SafetyMeasures(bit: 8)
    /// A position below the floor is told, and so is a reader that fell behind it.
    package static let checksFloor = SafetyMeasures(bit: 9)
    /// Tags at positions are compared.
    package static let checksTag = SafetyMeasures(bit: 10)
    /// Names of logs are compared.
    package static let checksLogID = SafetyMeasures(bit: 11)
    /// A client ahead of its node waits; its position is not reset.
    package static let waitsForPosition = SafetyMeasures(bit: 12)
    /// A session is used only when its opening is proved.
    package static let usesProvedSessions = SafetyMeasures(bit: 13)
    /// An append shows its session's salt.
    package static let comparesSalts = SafetyMeasures(bit: 14)
    /// A message with an unresolved attempt stays in its session.
    package static let keepsUnresolvedInSession = SafetyMeasures(bit: 15)
    /// A node whose reign does not prove anything asks for the master again.
    package static let leavesUnprovedReigns = SafetyMeasures(bit: 16)
    /// Own entries of a connection are replayed from its position on, one by one.
    package static let replaysMembershipInOrder = SafetyMeasures(bit: 17)
    /// What has no proof is not taken for failed.
    package static let keepsUnknownOpen = SafetyMeasures(bit: 18)
    /// A client ahead of its node is judged only by rounds that began after it came.
    package static let judgesByLaterRounds = SafetyMeasures(bit: 19)

    package static let all = SafetyMeasures(rawValue: (1 << 20) - 1)

    /// Each of them by its name.
    package static let named: [(name: String, measure: SafetyMeasures)] = [
        ("acknowledgesWhenProved", .acknowledgesWhenProved),
        ("deliversWhenProved", .deliversWhenProved),
        ("comparesReigns", .comparesReigns),
        ("countsAddressesOnce", .countsAddressesOnce),
        ("needsAllReplicas", .needsAllReplicas),
        ("writesBarrier", .writesBarrier),
        ("comparesOffsets", .comparesOffsets),
        ("dropsPendingWithReign", .dropsPendingWithReign),
        ("checksReignOfHint", .checksReignOfHint),
        ("checksFloor", .checksFloor),
        ("checksTag", .checksTag),
        ("checksLogID", .checksLogID),
        ("waitsForPosition", .waitsForPosition),
        ("usesProvedSessions", .usesProvedSessions),
        ("comparesSalts", .comparesSalts),
        ("keepsUnresolvedInSession", .keepsUnresolvedInSession),
        ("leavesUnprovedReigns", .leavesUnprovedReigns),
        ("replaysMembershipInOrder", .replaysMembershipInOrder),
        ("keepsUnknownOpen", .keepsUnknownOpen),
        ("judgesByLaterRounds", .judgesByLaterRounds),
    ]
}
