// Files in each other's place.
extension Histories {
    /// A history that says it is another than its name says, and two that are one, hide what should be in their place.
    static func checkIdentity(_ names: [String], _ conditions: [HistoryCondition], into guards: inout GuardLog) {
        var places: [HistoryHeader: String] = [:]
        for (name, condition) in zip(names, conditions) {
            guard let header = condition.header, condition.ending.isComplete,
                let owner = HistoryNaming.owner(of: name)
            else { continue }
            if owner != (header.role, header.process) {
                let found = "\(header.role) \(header.process)"
                guards.add(.historyIncomplete, name, reason: "history \(name) is that of \(found)")
            }
            if let other = places.updateValue(name, forKey: header) {
                guards.add(.historyIncomplete, name, reason: "histories \(other) and \(name) are the same")
            }
        }
    }
}
