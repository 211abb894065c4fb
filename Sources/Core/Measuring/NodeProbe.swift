/// One message that a client sent to everybody at the end of the run, to see which nodes hear the node that it is on.
struct NodeProbe: Hashable {
    var client: UInt32
    var sequence: UInt32
    var node: UInt32
    var audience: Int
    var invokedAt: UInt64
    /// Never, unless it was acknowledged.
    var endedAt: UInt64 = .max

    /// Added to the number of the client that sends a probe, this is the publisher in its payload: no publisher of a run
    /// has so high a number, so probes are told apart from its messages wherever they are seen.
    static let publisherBase: UInt32 = 0x8000_0000
}

extension PublisherID {
    /// As whom a client sends its probes.
    package static func probe(of client: ClientID) -> PublisherID {
        PublisherID(NodeProbe.publisherBase | client.number)
    }

    /// The client that sent it; nil for every other message.
    package var probingClient: ClientID? {
        number > NodeProbe.publisherBase ? ClientID(number - NodeProbe.publisherBase) : nil
    }
}

/// The probes of a run, as their senders recorded them.
struct NodeProbes {
    private(set) var all: [NodeProbe] = []
    private var places: [UInt64: Int] = [:]

    mutating func take(_ record: HistoryRecord, audiences: Int) {
        let key = Self.key(record)
        switch record.kind {
        case .probeInvoked where places[key] == nil && record.extra < UInt64(audiences):
            places[key] = all.count
            all.append(
                NodeProbe(
                    client: record.publisher,
                    sequence: record.sequence,
                    node: UInt32(record.detail),
                    audience: Int(record.extra),
                    invokedAt: record.time
                )
            )
        case .probeEnded where record.flags == Outcome.ok.rawValue:
            if let place = places[key] { all[place].endedAt = min(all[place].endedAt, record.time) }
        default: break
        }
    }

    /// Which one a record tells of.
    func place(of record: HistoryRecord) -> Int? { places[Self.key(record)] }

    private static func key(_ record: HistoryRecord) -> UInt64 {
        UInt64(record.publisher) << 32 | UInt64(record.sequence)
    }
}
