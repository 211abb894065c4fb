import Stream

/// One past that was committed: what every client is measured by.
struct CanonBranch: Sendable {
    let log: LogID
    var entries: [Entry] = []
    /// Highest sequence of each session.
    var last: [(session: UInt64, sequence: UInt64)] = []

    init(log: LogID) { self.log = log }

    func tag(at index: LogIndex) -> EntryTag? {
        if index == 0 { return EntryTag(origin: log) }
        return index <= UInt64(entries.count) ? entries[Int(index) - 1].tag : nil
    }

    var head: LogIndex { LogIndex(entries.count) }
}

/// What was committed, entry by entry, as the servers had it when a node first called it so. There is one branch, unless an
/// assumption was broken: then a past can be replaced by another one.
struct Canon: Sendable {
    private(set) var branches: [CanonBranch] = []
    /// An assumption was broken, and what was trimmed away then cannot be known: no client can be judged any more.
    private(set) var hasUnknownPast = false
    /// Messages that stand in the present branch, by their number.
    private var present: [Bool] = []

    /// The branch in which this position lies.
    func branch(of position: Position) -> Int? {
        branches.lastIndex { $0.log == position.log && $0.tag(at: position.index) == position.tag }
    }

    func contains(message: Int) -> Bool { message < present.count && present[message] }

    /// A node says that entries up to `index` of this dataset are committed.
    /// - Parameter forks: whether a past may be replaced.
    mutating func extend(from dataset: Dataset, to index: LogIndex, forks: Bool) throws(Violation) {
        guard let log = dataset.meta.id, dataset.meta.head >= index else {
            if forks { return }
            throw Violation(.committedEverywhere, "entry \(index) is called committed and is not in the master's log")
        }
        guard let last = branches.indices.last else {
            branches.append(CanonBranch(log: log))
            return try extend(from: dataset, to: index, forks: forks)
        }
        let head = branches[last].head
        let common = min(head, index)
        if branches[last].log == log, agrees(branches[last], dataset, common) {
            if forks, head < dataset.meta.floor { return bridge(to: dataset, index) }
            for next in (head + 1)..<(max(head, index) + 1) { try append(dataset, next, to: last, forks: forks) }
            return
        }
        guard forks else {
            throw Violation(.nodesAgree, "entry \(common) was committed before, and is another one now")
        }
        try fork(from: dataset, to: index)
    }

    private func agrees(_ branch: CanonBranch, _ dataset: Dataset, _ index: LogIndex) -> Bool {
        guard let tag = dataset.tag(at: index) else { return index < dataset.meta.floor }
        return tag == branch.tag(at: index)
    }

    private mutating func append(_ dataset: Dataset, _ index: LogIndex, to branch: Int, forks: Bool) throws(Violation) {
        guard index > dataset.meta.floor else {
            throw Violation(.floorBelowPositions, "entry \(index) was trimmed before anybody called it committed")
        }
        let entry = dataset.entries[Int(index - dataset.meta.floor) - 1]
        branches[branch].entries.append(entry)
        if let place = branches[branch].last.firstIndex(where: { $0.session == entry.session }) {
            let before = branches[branch].last[place].sequence
            if entry.sequence != before + 1, !forks {
                throw Violation(
                    .onceInOrder,
                    "session \(entry.session) has \(entry.sequence) at \(index) behind \(before)"
                )
            }
            branches[branch].last[place].sequence = entry.sequence
        } else {
            if entry.sequence != 1, !forks {
                throw Violation(.onceInOrder, "session \(entry.session) begins with \(entry.sequence) at \(index)")
            }
            branches[branch].last.append((entry.session, entry.sequence))
        }
        try note(entry, forks: forks)
    }

    private mutating func note(_ entry: Entry, forks: Bool) throws(Violation) {
        guard let number = entry.messageNumber else { return }
        while present.count <= number { present.append(false) }
        if present[number], !forks {
            throw Violation(.onceInOrder, "message \(number) stands in the log twice, now at \(entry.index)")
        }
        present[number] = true
    }

    /// A past that is about to be destroyed: what came from it may still be under way.
    mutating func remember(_ dataset: Dataset) {
        guard let log = dataset.meta.id, dataset.meta.head > 0, !branches.isEmpty else { return }
        let head = Position(log: log, index: dataset.meta.head, tag: dataset.meta.headTag)
        guard branch(of: head) == nil else { return }
        var past = CanonBranch(log: log)
        let known = branches.last { $0.log == log && $0.tag(at: dataset.meta.floor) == dataset.meta.floorTag }
        past.entries = Array((known?.entries ?? []).prefix { $0.index <= dataset.meta.floor }) + dataset.entries
        guard past.head == dataset.meta.head else { return }
        branches.insert(past, at: 0)
    }

    /// Entries that nobody called committed are trimmed away in this dataset; perhaps another past has them.
    private mutating func bridge(to dataset: Dataset, _ index: LogIndex) {
        let floor = dataset.meta.floor
        guard let log = dataset.meta.id,
            let past = branches.last(where: { $0.log == log && $0.tag(at: floor) == dataset.meta.floorTag })
        else {
            hasUnknownPast = true
            return
        }
        var branch = CanonBranch(log: log)
        branch.entries = past.entries.prefix { $0.index <= floor } + dataset.entries.prefix { $0.index <= index }
        branch.last = past.last
        for entry in dataset.entries where entry.index <= index {
            branch.last.removeAll { $0.session == entry.session }
            branch.last.append((entry.session, entry.sequence))
        }
        branches.append(branch)
    }

    private mutating func fork(from dataset: Dataset, to index: LogIndex) throws(Violation) {
        guard let log = dataset.meta.id else { return }
        var branch = CanonBranch(log: log)
        if let old = branches.last(where: { $0.log == log }) {
            let kept = old.entries.prefix { $0.index <= dataset.meta.head && agrees(old, dataset, $0.index) }
            branch.entries = Array(kept)
            for entry in kept {
                branch.last.removeAll { $0.session == entry.session }
                branch.last.append((entry.session, entry.sequence))
            }
        }
        branches.append(branch)
        present.removeAll()
        let head = branch.head
        guard head < index else { return }
        guard head >= dataset.meta.floor else {
            hasUnknownPast = true
            return
        }
        for next in (head + 1)...index {
            try append(dataset, next, to: branches.count - 1, forks: true)
        }
    }
}

extension Entry {
    /// Messages of publishers carry their number.
    var messageNumber: Int? {
        guard case .message(_, let payload) = content, payload.count == 2 else { return nil }
        return Int(payload[0]) << 8 | Int(payload[1])
    }
}
