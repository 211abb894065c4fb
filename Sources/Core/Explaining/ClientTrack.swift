/// Where one client was connected, and when it was away.
struct ClientTrack {
    /// A time in which nothing can have reached the client, within one life or at its end.
    struct Gap {
        /// When the connection that broke had last brought something, a message or an answer: whatever was sent later may have been lost with it.
        var quietSince: UInt64
        /// When it noticed.
        var lostAt: UInt64
        var reason: DisconnectReason?
        /// When it was connected again; nil when it never was.
        var backAt: UInt64?
        /// Its node after that, or before it where it never came back.
        var node: UInt32
        /// The old life went on.
        var isResumed = false

        func covers(_ time: UInt64) -> Bool { time >= quietSince && (backAt.map { time <= $0 } ?? true) }
    }

    /// A time in which everything came late.
    struct Lag {
        var begin: UInt64
        var end: UInt64
        /// The message that came latest.
        var worst: (sentAt: UInt64, seenAt: UInt64)
    }

    /// Nanoseconds after which a message is late.
    private static let lagMin: UInt64 = 20_000_000
    /// More times of a client are not kept.
    private static let lagsMax = 64

    struct Connection {
        var time: UInt64
        var node: UInt32
        var isResumed: Bool
    }

    private(set) var connections: [Connection] = []
    private(set) var gaps: [Gap] = []
    /// Where the client is while its history is being read; 0 while it is nowhere.
    private(set) var node: UInt32 = 0
    /// When it was behind, from the sending of the first late message to the arrival of the last.
    private(set) var lags: [Lag] = []
    private var lastSeenAt: UInt64 = 0
    private var isConnected = false

    mutating func connected(at time: UInt64, node: UInt32, isResumed: Bool) {
        if isConnected { disconnected(at: time, reason: nil) }
        isConnected = true
        self.node = node
        connections.append(Connection(time: time, node: node, isResumed: isResumed))
        if let last = gaps.indices.last, gaps[last].backAt == nil {
            gaps[last].backAt = time
            gaps[last].node = node
            gaps[last].isResumed = isResumed
        }
        lastSeenAt = time
    }

    mutating func disconnected(at time: UInt64, reason: DisconnectReason?) {
        guard isConnected else { return }
        isConnected = false
        gaps.append(Gap(quietSince: lastSeenAt, lostAt: time, reason: reason, backAt: nil, node: node))
    }

    /// `sentAt` is 0 where it is not known.
    @inline(__always)
    mutating func delivered(at time: UInt64, sentAt: UInt64) {
        seen(at: time)
        if sentAt > 0, time > sentAt, time - sentAt >= Self.lagMin { lagged(from: sentAt, to: time) }
    }

    @inline(never)
    private mutating func lagged(from begin: UInt64, to end: UInt64) {
        if let last = lags.indices.last, begin <= lags[last].end {
            lags[last].end = max(lags[last].end, end)
            if end - begin > lags[last].worst.seenAt - lags[last].worst.sentAt { lags[last].worst = (begin, end) }
            lags[last].begin = min(lags[last].begin, begin)
        } else if lags.count < Self.lagsMax {
            lags.append(Lag(begin: begin, end: end, worst: (begin, end)))
        }
    }

    /// The time around a moment in which it was behind.
    func lag(around time: UInt64) -> Lag? { lags.first { $0.begin <= time && time <= $0.end } }

    /// It got something, or answered.
    @inline(__always)
    mutating func seen(at time: UInt64) { lastSeenAt = time }

    /// The node that it was connected to last before a time.
    func node(at time: UInt64) -> UInt32 {
        connections.last { $0.time <= time }?.node ?? connections.first?.node ?? 0
    }

    /// The time around a moment in which it was away, or was about to notice it.
    func gap(around time: UInt64) -> Gap? { gaps.first { $0.covers(time) } }

    /// It went on with its life somewhere after a time, and not later than another.
    func resumed(after time: UInt64, until end: UInt64) -> Bool {
        connections.contains { $0.isResumed && $0.time > time && $0.time <= end }
    }
}
