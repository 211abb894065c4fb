/// The probes of a run and what its probe clients saw of them, as these recorded it.
struct NodeProbes {
    /// One connection of a probe client.
    struct Stay {
        var node: UInt32
        var from: UInt64
        /// When the connection last answered; 0 before.
        var aliveAt: UInt64 = 0
        /// Places of the probes that it heard.
        var heard: Set<Int> = []
    }

    /// In the order in which they were sent.
    private(set) var all: [NodeProbe] = []
    private(set) var stays: [Stay] = []
    private var places: [UInt64: Int] = [:]
    /// By number of the probe client, its present connection.
    private var present: [UInt32: Int] = [:]

    mutating func take(_ record: HistoryRecord, audiences: Int) {
        let key = Self.key(record)
        switch record.kind {
        case .probeInvoked where places[key] == nil && record.extra < UInt64(audiences):
            places[key] = all.count
            all.append(
                NodeProbe(
                    prober: record.publisher,
                    sequence: record.sequence,
                    node: UInt32(record.detail),
                    audience: Int(record.extra),
                    invokedAt: record.time
                )
            )
        case .probeEnded where record.flags == Outcome.ok.rawValue:
            if let place = places[key] { all[place].endedAt = min(all[place].endedAt, record.time) }
        case .proberConnected:
            present[record.subject] = stays.count
            stays.append(Stay(node: UInt32(record.detail), from: record.time))
        case .proberEnded: present[record.subject] = nil
        case .proberAlive:
            if let stay = present[record.subject] { stays[stay].aliveAt = max(stays[stay].aliveAt, record.time) }
        case .proberHeard:
            if let stay = present[record.subject], let place = places[key] { stays[stay].heard.insert(place) }
        default: break
        }
    }

    /// Which one a record tells of.
    func place(of record: HistoryRecord) -> Int? { places[Self.key(record)] }

    private static func key(_ record: HistoryRecord) -> UInt64 {
        UInt64(record.publisher) << 32 | UInt64(record.sequence)
    }
}
