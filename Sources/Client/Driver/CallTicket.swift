import Core

/// What a call was for. Travels with the call, so that nothing has to be looked up when it ends.
enum CallTicket: Hashable {
    /// Position of the publisher in this process, and the sequence.
    case publish(publisher: Int, sequence: UInt32)
    /// A session for the publisher at this position.
    case open(publisher: Int)
    /// An attempt of the publisher at this position to append in its session.
    case append(publisher: Int, attempt: UInt32)
    case join(AudienceNumber)
    case leave(AudienceNumber)
    case probe
    /// Shows that the connection is read again.
    case thaw
    /// The message that a probe client sends to everybody, to see who hears its node.
    case nodeProbe(sequence: UInt32)

    private static let publisherMask: UInt64 = (1 << 28) - 1

    /// In 64 bits: 4 for the kind, 28 for the publisher, 32 for the rest.
    var bits: UInt64 {
        switch self {
        case .publish(let publisher, let sequence): UInt64(publisher) << 32 | UInt64(sequence)
        case .append(let publisher, let attempt): 1 << 60 | UInt64(publisher) << 32 | UInt64(attempt)
        case .open(let publisher): 2 << 60 | UInt64(publisher) << 32
        case .join(let audience): 3 << 60 | UInt64(audience)
        case .leave(let audience): 4 << 60 | UInt64(audience)
        case .probe: 5 << 60
        case .thaw: 6 << 60
        case .nodeProbe(let sequence): 7 << 60 | UInt64(sequence)
        }
    }

    init(bits: UInt64) {
        let publisher = Int(bits >> 32 & Self.publisherMask)
        let rest = UInt32(truncatingIfNeeded: bits)
        switch bits >> 60 {
        case 0: self = .publish(publisher: publisher, sequence: rest)
        case 1: self = .append(publisher: publisher, attempt: rest)
        case 2: self = .open(publisher: publisher)
        case 3: self = .join(AudienceNumber(truncatingIfNeeded: bits))
        case 4: self = .leave(AudienceNumber(truncatingIfNeeded: bits))
        case 5: self = .probe
        case 6: self = .thaw
        default: self = .nodeProbe(sequence: rest)
        }
    }
}
