/// Finds the records of a few chosen messages in one reading of the histories.
package struct JourneyPass {
    private var journeys: [Journey]
    /// Bit by client number: one of the wanted.
    private var isWanted: [Bool]
    private var publishers: Set<UInt32>

    package init(_ requests: [Journey.Request]) {
        journeys = requests.map { Journey(request: $0) }
        isWanted = [Bool](repeating: false, count: Int(requests.map(\.client.number).max() ?? 0) + 1)
        publishers = Set(requests.map(\.publisher.number))
        for request in requests { isWanted[Int(request.client.number)] = true }
    }

    /// Takes a piece of a history: a whole number of records.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress, !journeys.isEmpty else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let kind = bytes[offset]
            if kind == HistoryKind.delivered.rawValue {
                // Most of a history: seen by most readers as one comparison.
                let client = Int(UInt32(HistoryRecord.Words(base + offset).head >> 32))
                guard client < isWanted.count, isWanted[client] else { continue }
            }
            guard kind < HistoryKind.faultInvoked.rawValue, let record = HistoryRecord(.init(base + offset)) else {
                continue
            }
            take(record)
        }
    }

    private mutating func take(_ record: HistoryRecord) {
        switch record.kind {
        case .backplane:
            for index in journeys.indices { journeys[index].conditions.append(record) }
        case .connected, .disconnected, .lifeEnded:
            guard Int(record.subject) < isWanted.count, isWanted[Int(record.subject)] else { return }
            for index in journeys.indices where journeys[index].request.client.number == record.subject {
                journeys[index].conditions.append(record)
            }
        case .delivered, .corrupted:
            guard publishers.contains(record.publisher) else { return }
            for index in journeys.indices where journeys[index].request.client.number == record.subject {
                keep(record, in: index)
            }
        default:
            guard record.sequence > 0, publishers.contains(record.publisher) else { return }
            for index in journeys.indices { keep(record, in: index) }
        }
    }

    private mutating func keep(_ record: HistoryRecord, in index: Int) {
        let request = journeys[index].request
        guard record.publisher == request.publisher.number, request.sequences.contains(record.sequence),
            journeys[index].records.count < Journey.recordsMax
        else { return }
        journeys[index].records.append(record)
    }

    /// In the order of the requests, each in the order of time.
    package func found() -> [Journey] {
        journeys.map { journey in
            var journey = journey
            journey.records.sort { ($0.time, $0.kind.rawValue) < ($1.time, $1.kind.rawValue) }
            journey.conditions.sort { ($0.time, $0.kind.rawValue) < ($1.time, $1.kind.rawValue) }
            return journey
        }
    }
}
