/// The rules of the checker, each of which can be taken out to show that a test misses it (docs/checker.md, "Rules").
/// Outside of that test all of them are in force.
package struct CheckerRules: OptionSet, Hashable, Sendable {
    package let rawValue: UInt64

    package init(rawValue: UInt64) {
        self.rawValue = rawValue
    }

    package static let all = CheckerRules(rawValue: .max)

    /// Finds violations of a class.
    package static func finds(_ violation: ViolationClass) -> CheckerRules {
        CheckerRules(rawValue: 1 << UInt64(ViolationClass.allCases.firstIndex(of: violation) ?? 0))
    }

    /// Stands guard against an empty "held".
    package static func guards(_ kind: GuardKind) -> CheckerRules {
        CheckerRules(rawValue: 1 << UInt64(16 + (GuardKind.allCases.firstIndex(of: kind) ?? 0)))
    }

    /// A bound that was broken breaks the contract.
    package static let judgesBounds = CheckerRules(rawValue: 1 << 46)
    /// So does a node that nothing reaches at the end, or that another one does not hear.
    package static let judgesSilence = CheckerRules(rawValue: 1 << 47)
    /// A later message of the same publisher proves that an earlier one should have been there.
    package static let provesByOrder = CheckerRules(rawValue: 1 << 48)
    /// So does a connection that answers after the final message.
    package static let provesByLife = CheckerRules(rawValue: 1 << 49)
    /// That answer has to come after the final message was acknowledged.
    package static let waitsForSentinels = CheckerRules(rawValue: 1 << 50)
    /// What one life saw is no copy in the next.
    package static let separatesLives = CheckerRules(rawValue: 1 << 51)
    /// What came damaged is not lost besides.
    package static let sparesDamaged = CheckerRules(rawValue: 1 << 52)
    /// Messages that were under way together have no order, unless the contract pipelines.
    package static let sparesPipelined = CheckerRules(rawValue: 1 << 53)
    /// What a membership was owed stays owed when it ends.
    package static let keepsEndedMemberships = CheckerRules(rawValue: 1 << 54)
    /// What may be in a missing history is neither strange nor aborted.
    package static let sparesMissingRecords = CheckerRules(rawValue: 1 << 55)
    /// The contract of `during-faults` applies within the windows of faults.
    package static let weakensDuringFaults = CheckerRules(rawValue: 1 << 56)
    /// The windows of faults reach to the end of recovery.
    package static let extendsToRecovery = CheckerRules(rawValue: 1 << 57)
    /// What was seen in an earlier life takes no place in the order of a later one.
    package static let ordersFirstSights = CheckerRules(rawValue: 1 << 58)
    /// A message whose copies are allowed takes a place only in the order of who was there when it was sent.
    package static let ordersFirstCopies = CheckerRules(rawValue: 1 << 59)
    /// A message of unknown outcome is torn only when it took effect before the final message was sent.
    package static let tearsSettledOnly = CheckerRules(rawValue: 1 << 60)
    /// Nothing is owed before a membership was confirmed.
    package static let needsDefiniteMembership = CheckerRules(rawValue: 1 << 61)
    /// A violation breaks the contract whatever the guards say.
    package static let provenStands = CheckerRules(rawValue: 1 << 62)
    /// Whom the server tells to stop, though it would go on, is told of a gap.
    package static let countsRefusals = CheckerRules(rawValue: 1 << 63)

    /// Every rule by itself, with its name.
    package static let each: [(name: String, rule: CheckerRules)] =
        ViolationClass.allCases.map { ("finds \($0.rawValue)", finds($0)) }
        + GuardKind.allCases.map { ("guards \($0.rawValue)", guards($0)) }
        + [
            ("judgesBounds", judgesBounds), ("judgesSilence", judgesSilence),
            ("provesByOrder", provesByOrder), ("provesByLife", provesByLife), ("waitsForSentinels", waitsForSentinels),
            ("separatesLives", separatesLives), ("sparesDamaged", sparesDamaged),
            ("sparesPipelined", sparesPipelined), ("keepsEndedMemberships", keepsEndedMemberships),
            ("sparesMissingRecords", sparesMissingRecords), ("weakensDuringFaults", weakensDuringFaults),
            ("extendsToRecovery", extendsToRecovery), ("ordersFirstSights", ordersFirstSights),
            ("ordersFirstCopies", ordersFirstCopies), ("tearsSettledOnly", tearsSettledOnly),
            ("needsDefiniteMembership", needsDefiniteMembership), ("provenStands", provenStands),
            ("countsRefusals", countsRefusals),
        ]
}
