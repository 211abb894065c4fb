import Core

/// What a call was for. Travels with the call, so that nothing has to be looked up when it ends.
enum CallTicket: Hashable {
    /// Position of the publisher in this process, and the sequence.
    case publish(publisher: Int, sequence: UInt32)
    case join(AudienceNumber)
    case leave(AudienceNumber)
    case probe
    /// Shows that the connection is read again.
    case thaw
    /// The message that a probe client sends to everybody, to see who hears its node.
    case nodeProbe(sequence: UInt32)

    /// In 64 bits: 2 for the kind, 30 for the publisher or what the kind has of its own, 32 for the rest.
    var bits: UInt64 {
        switch self {
        case .publish(let publisher, let sequence): UInt64(publisher) << 32 | UInt64(sequence)
        case .join(let audience): 1 << 62 | UInt64(audience)
        case .leave(let audience): 1 << 62 | 1 << 32 | UInt64(audience)
        case .probe: 2 << 62
        case .thaw: 2 << 62 | 1
        case .nodeProbe(let sequence): 3 << 62 | UInt64(sequence)
        }
    }

    init(bits: UInt64) {
        switch bits >> 62 {
        case 0: self = .publish(publisher: Int(bits >> 32), sequence: UInt32(truncatingIfNeeded: bits))
        case 1:
            let audience = AudienceNumber(truncatingIfNeeded: bits)
            self = bits >> 32 & 1 == 0 ? .join(audience) : .leave(audience)
        case 2: self = bits & 1 == 0 ? .probe : .thaw
        default: self = .nodeProbe(sequence: UInt32(truncatingIfNeeded: bits))
        }
    }
}
