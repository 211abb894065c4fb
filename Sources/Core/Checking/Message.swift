/// What the publishers' records say about one message, in 24 bytes.
struct Message {
    enum State: UInt32 {
        /// No attempt was recorded.
        case absent = 0
        /// At least one attempt was acknowledged.
        case ok = 1
        /// Every attempt failed for certain.
        case fail = 2
        /// Neither: it may take effect at any time.
        case info = 3
    }

    /// When the first attempt was invoked.
    var invokedAt: UInt64 = 0
    /// When it was first acknowledged; never, for all that is not ok.
    var endedAt: UInt64 = .max
    /// Number of the stream; while the publishes are being read, of the audience.
    var stream: UInt32 = 0
    /// State in bits 30 and 31, sentinel in bit 29, and below: position in the stream; while the publishes are being read,
    /// attempts that are not known to have failed.
    private var bits: UInt32 = 0

    /// Most messages of one publisher.
    static let sequenceMax: UInt32 = 1 << 29 - 1
    private static let lowMask: UInt32 = 1 << 29 - 1

    @inline(__always)
    var state: State {
        get { State(rawValue: bits >> 30) ?? .absent }
        set { bits = bits & 0x3FFF_FFFF | newValue.rawValue << 30 }
    }

    var isSentinel: Bool {
        get { bits >> 29 & 1 == 1 }
        set { bits = bits & ~(1 << 29) | (newValue ? 1 << 29 : 0) }
    }

    @inline(__always)
    var rank: Int {
        get { Int(bits & Self.lowMask) }
        set { bits = bits & ~Self.lowMask | UInt32(truncatingIfNeeded: newValue) & Self.lowMask }
    }

    /// The same bits while the publishes are being read.
    var openAttempts: Int {
        get { rank }
        set { rank = newValue }
    }
}
