/// What the second reading knows of one client.
struct ClientState {
    var summary: ClientSummary
    /// Audiences that it is in as long as it lives: `all`, its application and its user.
    var permanent: [Int]
    /// Position of the history that holds its events; -1 before the first.
    var history = -1
    var isLive = false
    var isConnected = false
    /// It was told of a gap in its present life, or in the last one.
    var isTold = false
    /// Lives that followed one which was neither told of a gap nor closed in good order by a fault.
    var newLives = 0
    /// A fault closed its last connection in good order, and none has followed.
    var hasDeparted = false
    var lifeBegan: UInt64 = 0
    /// Its last proof of life, within the present life; 0 when there was none.
    var aliveAt: UInt64 = 0
    /// Node of the present connection, or of the last one; 0 before.
    var node: UInt32 = 0
    /// Connections of the present life: since when, and to which node.
    var connections: [(time: UInt64, node: UInt32)] = []
    /// At the end of its last life it was shown to have been there at the end of all streams that concern it.
    var wasShownAtEnd = false
    /// Groups that it asked for in its last life, was there to get, and was never told to be in.
    var unconfirmed: [Int] = []
    /// Memberships that ended in the present life, and what was proven by then.
    var closed: [ClosedMembership] = []
    /// Number of the last message that takes a place in the order of its life; -1 before the first.
    var lastOrdered = -1
    /// Heads of the lists of its slots, marks and memberships; -1 is the end.
    var firstSlot = -1
    var firstMark = -1
    var firstMember = -1
    var meter = ClientMeter()

    init(summary: ClientSummary, permanent: [Int]) {
        self.summary = summary
        self.permanent = permanent
    }

    /// The node that it was connected to last before a time.
    func node(at time: UInt64) -> UInt32 {
        connections.last { $0.time <= time }?.node ?? connections.first?.node ?? node
    }
}

/// A definite membership that ended while the life went on.
struct ClosedMembership {
    var stream: Int
    var since: UInt64
    var proof: UInt64
}

/// What one client has seen of one stream in its present life, one bit per message.
struct Slot {
    let stream: Int
    /// Where its publisher's high-water mark is.
    let mark: Int
    /// Where its membership in the audience is.
    let member: Int
    /// The next slot of the client.
    let next: Int
    let wordCount: Int
    /// Seen in this life; nil before the first.
    var seen: UnsafeMutablePointer<UInt64>?
    /// Seen in earlier lives.
    var before: UnsafeMutablePointer<UInt64>?
    /// Received damaged in this life: not seen, and not lost either.
    var spoilt: UnsafeMutablePointer<UInt64>?
    /// Found to have been seen before what they depend on, in this life.
    var early: UnsafeMutablePointer<UInt64>?
    var wasOwed = false

    static func bits(_ words: Int) -> UnsafeMutablePointer<UInt64> {
        let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: max(1, words))
        memory.initialize(repeating: 0, count: max(1, words))
        return memory
    }

    func release() {
        seen?.deallocate()
        before?.deallocate()
        spoilt?.deallocate()
        early?.deallocate()
    }
}

/// The latest message of one publisher that one client has seen in its present life.
struct HighWater {
    /// The next mark of the client.
    let next: Int
    var sequence: UInt32 = 0
    /// When that message was invoked; 0 before the first.
    var invokedAt: UInt64 = 0
}

/// A membership in the list of its client.
struct MemberEntry {
    var membership: Membership
    let next: Int
}
