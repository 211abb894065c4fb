// Files in each other's place.
extension Histories {
    /// A history that says it is another than its name says, and two that are one, hide what should be in their place. Returns
    /// which, by their positions, and why.
    static func misplaced(_ names: [String], _ conditions: [HistoryCondition]) -> [Int: String] {
        var places: [HistoryHeader: Int] = [:]
        var found: [Int: String] = [:]
        for (history, condition) in conditions.enumerated() {
            guard let header = condition.header, condition.ending.isComplete,
                let owner = HistoryNaming.owner(of: names[history])
            else { continue }
            let name = names[history]
            if owner != (header.role, header.process) {
                found[history] = "history \(name) is that of \(header.role) \(header.process)"
            }
            if let other = places.updateValue(history, forKey: header) {
                // Of which of them it is, nobody can tell.
                for place in [other, history] where found[place] == nil {
                    found[place] = "histories \(names[other]) and \(name) are the same"
                }
            }
        }
        return found
    }
}
