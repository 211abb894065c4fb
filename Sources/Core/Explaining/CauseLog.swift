/// Groups violations by where and why they came about, as they are found.
struct CauseLog {
    struct Key: Hashable {
        var violation: ViolationClass
        var place: HopPlace
        /// Where nothing else tells reasons apart: the fault that was under way, 0 for none.
        var fault: Int
        /// The contract of `during-faults` allows them.
        var isExcused: Bool
    }

    struct Group {
        var key: Key
        var count = 0
        /// One bit per client, and per row of messages.
        var clients: [UInt64] = []
        var rows: [UInt64] = []
        /// Findings that name no message.
        var nameless = 0
        /// How many fell into each repetition of a fault.
        var faults: [FaultReference: Int] = [:]
        var first: FindingLog.Entry
        var last: FindingLog.Entry

        mutating func add(_ entry: FindingLog.Entry, row: Int?, fault: FaultReference?) {
            count += 1
            CauseLog.set(entry.client, in: &clients)
            if let row { CauseLog.set(row, in: &rows) } else { nameless += 1 }
            if let fault { faults[fault, default: 0] += 1 }
            if FindingLog.isEarlier(entry, than: first) { first = entry }
            if FindingLog.isEarlier(last, than: entry) { last = entry }
        }

        var clientCount: Int { clients.reduce(0) { $0 + $1.nonzeroBitCount } }
        var messageCount: Int { rows.reduce(0) { $0 + $1.nonzeroBitCount } + nameless }
        /// The only client that has it.
        var onlyClient: Int? {
            guard clientCount == 1, let word = clients.firstIndex(where: { $0 != 0 }) else { return nil }
            return word * 64 + clients[word].trailingZeroBitCount
        }
    }

    private var places: [Key: Int] = [:]
    private(set) var groups: [Group] = []

    static func key(
        _ violation: ViolationClass,
        _ place: HopPlace,
        _ fault: FaultReference?,
        isExcused: Bool
    ) -> Key {
        let number = place.condition == nil ? fault?.number ?? 0 : 0
        return Key(violation: violation, place: place, fault: number, isExcused: isExcused)
    }

    mutating func add(_ key: Key, _ entry: FindingLog.Entry, row: Int?, fault: FaultReference?) {
        let group = places[key] ?? groups.count
        if group == groups.count {
            places[key] = group
            groups.append(Group(key: key, first: entry, last: entry))
        }
        groups[group].add(entry, row: row, fault: fault)
    }

    private static func set(_ index: Int, in bits: inout [UInt64]) {
        while bits.count <= index >> 6 { bits.append(contentsOf: repeatElement(0, count: max(1, bits.count))) }
        bits[index >> 6] |= 1 << UInt64(index & 63)
    }
}
