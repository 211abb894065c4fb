/// One message that a probe client sent to everybody at the end of the run, to see which nodes hear the node that it is on.
struct NodeProbe: Hashable {
    /// Number of the probe client that sent it.
    var prober: UInt32
    var sequence: UInt32
    var node: UInt32
    var audience: Int
    var invokedAt: UInt64
    /// Never, unless it was acknowledged.
    var endedAt: UInt64 = .max

    /// Added to the number of a probe client, this is the publisher in the payload of its probes: no publisher of a run
    /// has so high a number, so probes are told apart from its messages wherever they are seen.
    static let publisherBase: UInt32 = 0x8000_0000
}

extension ClientID {
    /// What a probe client goes by where a client has to have a name: no client of a run has so high a number.
    package static func probe(_ prober: UInt32) -> ClientID { ClientID(0x4000_0000 | prober) }
}

extension PublisherID {
    /// As whom the probe client with this number sends.
    package static func probe(of prober: UInt32) -> PublisherID {
        PublisherID(NodeProbe.publisherBase | prober)
    }

    /// Number of the probe client that sent it; nil for every other message.
    package var prober: UInt32? {
        number > NodeProbe.publisherBase ? number - NodeProbe.publisherBase : nil
    }
}
