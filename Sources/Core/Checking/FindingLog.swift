/// Counts findings per class and keeps the few that a person will look at, whatever their number.
package struct FindingLog {
    /// Examples kept per class.
    package static let examplesMax = 8

    /// A finding as it is met, in numbers.
    struct Entry {
        var time: UInt64
        var client: Int
        var publisher: UInt32
        var sequence: UInt32
        var magnitude: UInt64 = 0
        var provenAt: UInt64?
        var life = 0
        var lifeBegan: UInt64 = 0
        var node: UInt32 = 0
        /// The contract of `during-faults` allows it.
        var isExcused = false
        /// Causality: the message that came too late.
        var other: (publisher: UInt32, sequence: UInt32)?
        /// Order conflicts: who saw what before what.
        var cycle: [OrderStep]?
        /// Position of the history, and number of the text in it.
        var sample: (history: Int, text: UInt64)?
    }

    struct ClassLog {
        var count = 0
        /// Of these, how many the contract of `during-faults` allows.
        var excused = 0
        var worst: Entry?
        /// In order.
        var earliest: [Entry] = []
    }

    /// Gets every finding, for a heat map.
    var grid: FindingGrid?
    /// Is told every finding, complete, whether it is kept or not.
    var observer: ((ViolationClass, Entry) -> Void)?
    private let rules: CheckerRules

    init(rules: CheckerRules) {
        self.rules = rules
    }

    private(set) var classes = [ClassLog](repeating: ClassLog(), count: ViolationClass.allCases.count)

    static let index: [ViolationClass: Int] = Dictionary(
        uniqueKeysWithValues: ViolationClass.allCases.enumerated().map { ($1, $0) }
    )

    func log(of violation: ViolationClass) -> ClassLog {
        classes[Self.index[violation] ?? 0]
    }

    /// Counts one; `complete` fills in what is costly, for those that are kept.
    mutating func add(_ violation: ViolationClass, _ entry: Entry, complete: (inout Entry) -> Void) {
        guard rules.contains(.finds(violation)) else { return }
        let index = Self.index[violation] ?? 0
        classes[index].count += 1
        grid?.add(violation, client: entry.client, time: entry.time)
        if entry.isExcused { classes[index].excused += 1 }
        if let observer {
            var whole = entry
            complete(&whole)
            observer(violation, whole)
        }
        let isExample = belongs(entry, in: classes[index].earliest)
        let isWorst = classes[index].worst.map { Self.isWorse(entry, than: $0) } ?? true
        guard isExample || isWorst else { return }
        var entry = entry
        complete(&entry)
        if isWorst { classes[index].worst = entry }
        if isExample {
            let place = classes[index].earliest.firstIndex { Self.isEarlier(entry, than: $0) }
            classes[index].earliest.insert(entry, at: place ?? classes[index].earliest.count)
            if classes[index].earliest.count > Self.examplesMax { classes[index].earliest.removeLast() }
        }
    }

    private func belongs(_ entry: Entry, in examples: [Entry]) -> Bool {
        guard examples.count == Self.examplesMax, let last = examples.last else { return true }
        return Self.isEarlier(entry, than: last)
    }

    private static func isWorse(_ left: Entry, than right: Entry) -> Bool {
        if left.isExcused != right.isExcused { return right.isExcused }
        return left.magnitude != right.magnitude ? left.magnitude > right.magnitude : isEarlier(left, than: right)
    }

    /// What breaks the contract comes first. Total, so that the choice does not depend on the order of the files.
    static func isEarlier(_ left: Entry, than right: Entry) -> Bool {
        if left.isExcused != right.isExcused { return right.isExcused }
        return (left.time, left.client, left.publisher, left.sequence)
            < (right.time, right.client, right.publisher, right.sequence)
    }
}
