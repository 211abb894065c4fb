/// One connection through a link: its two flows and what works on them. Pure; times are nanoseconds of a monotonic clock.
package struct LinkSession: Sendable {
    private var to: LinkFlow
    private var from: LinkFlow
    /// When something last came, from either end.
    private var activity: UInt64
    private var idle: (nanoseconds: UInt64, manner: CullManner)?
    private var isCulled = false
    private var impairments: [LinkImpairment] = []

    package init(to: LinkFlow, from: LinkFlow, at now: UInt64) {
        self.to = to
        self.from = from
        activity = now
    }

    package subscript(direction: LinkDirection) -> LinkFlow {
        get { direction == .to ? to : from }
        _modify { if direction == .to { yield &to } else { yield &from } }
    }

    /// What is kept back, both ways.
    package var withheld: Int { to.withheld + from.withheld }

    package mutating func arrive(_ count: Int, _ direction: LinkDirection, at now: UInt64) {
        activity = now
        self[direction].arrive(count, at: now)
    }

    /// Sets everything that works on this connection from now on.
    package mutating func set(_ impairments: [LinkImpairment], at now: UInt64) {
        self.impairments = impairments
        var culls: [(nanoseconds: UInt64, manner: CullManner)] = []
        for case .idleCull(let milliseconds, let manner) in impairments {
            culls.append((UInt64(milliseconds) * 1_000_000, manner))
        }
        let shortest = culls.min { $0.nanoseconds < $1.nanoseconds }
        // What was given up in silence is alive again when nobody is there any more who gave it up.
        if shortest == nil { isCulled = false }
        // Idleness counts from when somebody looks.
        if idle == nil, shortest != nil { activity = now }
        idle = shortest
        apply(at: now)
    }

    /// Whether a new connection has to wait before it is dialled.
    package var waitsForDial: Bool {
        impairments.contains { impairment in
            switch impairment {
            case .blackhole, .acceptHang: true
            case .refuse, .latency, .bandwidth, .idleCull: false
            }
        }
    }

    /// Gives the connection up when it was idle for too long; returns how, once.
    package mutating func cull(at now: UInt64) -> CullManner? {
        guard let idle, !isCulled, now >= activity + idle.nanoseconds else { return nil }
        isCulled = true
        apply(at: now)
        return idle.manner
    }

    /// When it is worth looking again, if nothing else happens; nil when time alone changes nothing.
    package func nextTime(after now: UInt64) -> UInt64? {
        var time = cullTime
        func consider(_ other: UInt64?) { if let other { time = min(time ?? other, other) } }
        consider(to.nextTime(after: now))
        consider(from.nextTime(after: now))
        return time
    }

    /// When it will have been idle for too long.
    package var cullTime: UInt64? {
        guard let idle, !isCulled else { return nil }
        return activity + idle.nanoseconds
    }

    private mutating func apply(at now: UInt64) {
        for direction in LinkDirection.allCases {
            var isSilent = isCulled
            var delay = 0
            var jitter = 0
            var rate: Int?
            for impairment in impairments {
                switch impairment {
                case .blackhole(let ways, _): isSilent = isSilent || ways.contains(direction)
                case .latency(let milliseconds, let spread, let ways) where ways.contains(direction):
                    delay += milliseconds
                    jitter += spread
                case .bandwidth(let limit, let ways) where ways.contains(direction): rate = min(rate ?? limit, limit)
                case .latency, .bandwidth, .refuse, .acceptHang, .idleCull: break
                }
            }
            self[direction].set(
                isSilent: isSilent,
                delay: UInt64(delay) * 1_000_000,
                jitter: UInt64(jitter) * 1_000_000,
                bytesPerSecond: rate,
                at: now
            )
        }
    }
}
