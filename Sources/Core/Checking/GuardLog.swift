/// Gathers guards, one finding per kind.
struct GuardLog {
    private let rules: CheckerRules
    private var found: [GuardKind: GuardFinding] = [:]

    init(rules: CheckerRules = .all) {
        self.rules = rules
    }

    /// `reason` is kept of the first; it should make sense for all.
    mutating func add(_ kind: GuardKind, _ subject: String, reason: @autoclosure () -> String) {
        guard rules.contains(.guards(kind)) else { return }
        if found[kind] == nil {
            found[kind] = GuardFinding(kind: kind, reason: reason(), subjects: [], count: 0)
        }
        found[kind]?.count += 1
        if let entry = found[kind], entry.subjects.count < GuardFinding.subjectsMax, !entry.subjects.contains(subject) {
            found[kind]?.subjects.append(subject)
        }
    }

    /// In the order of ``GuardKind``.
    var findings: [GuardFinding] { GuardKind.allCases.compactMap { found[$0] } }
}
