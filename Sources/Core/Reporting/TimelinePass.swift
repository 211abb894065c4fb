/// Gathers a ``RunTimeline`` from one reading of the histories, in any order of the files; memory does not grow with them.
package struct TimelinePass {
    private var bins: TimeBins
    private var phases: [RunTimeline.Phase] = []
    private var invoked = [Int](repeating: 0, count: TimeBins.countMax)
    private var acknowledged = [Int](repeating: 0, count: TimeBins.countMax)
    private var refused = [Int](repeating: 0, count: TimeBins.countMax)
    private var delivered = [Int](repeating: 0, count: TimeBins.countMax)
    /// How the number of connected clients changed.
    private var change = [Int](repeating: 0, count: TimeBins.countMax)
    private var disconnected = [Int](repeating: 0, count: TimeBins.countMax)
    private var latency = LatencyBins()
    private var isConnected: [Bool]
    /// The last part in which something happened.
    private var last = 0

    /// A run of clients up to this number, which begins at `begin`.
    package init(begin: UInt64, clients: UInt32) {
        bins = TimeBins(begin: begin)
        isConnected = [Bool](repeating: false, count: Int(clients) + 1)
    }

    /// Takes a piece of a history: a whole number of records.
    package mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let base = bytes.baseAddress else { return }
        for offset in stride(from: 0, to: bytes.count, by: HistoryRecord.size) {
            let words = HistoryRecord.Words(base + offset)
            let kind = UInt8(truncatingIfNeeded: words.head)
            if kind == HistoryKind.delivered.rawValue {
                deliver(at: words.time, sentAt: words.extra)
            } else if kind < HistoryKind.alive.rawValue || kind == HistoryKind.phase.rawValue {
                if let record = HistoryRecord(words) { take(record) }
            }
        }
    }

    @inline(__always)
    private mutating func deliver(at time: UInt64, sentAt: UInt64) {
        let part = part(of: time)
        delivered[part] += 1
        if sentAt > 0, time >= sentAt { latency.record(time - sentAt, in: part) }
    }

    private mutating func take(_ record: HistoryRecord) {
        switch record.kind {
        case .publishInvoked: invoked[part(of: record.time)] += 1
        case .publishEnded where record.flags == Outcome.ok.rawValue: acknowledged[part(of: record.time)] += 1
        case .publishEnded: refused[part(of: record.time)] += 1
        case .connected: setConnected(record.subject, true, at: record.time)
        case .disconnected:
            let reason = DisconnectReason(rawValue: record.flags)
            if reason != .closed, reason != .departed { disconnected[part(of: record.time)] += 1 }
            setConnected(record.subject, false, at: record.time)
        case .lifeEnded: setConnected(record.subject, false, at: record.time)
        case .phase:
            guard let phase = RunPhase(rawValue: record.subject) else { return }
            phases.append(RunTimeline.Phase(phase: phase, time: record.time))
        default: break
        }
    }

    private mutating func setConnected(_ client: UInt32, _ value: Bool, at time: UInt64) {
        let place = Int(client)
        guard place < isConnected.count, isConnected[place] != value else { return }
        isConnected[place] = value
        change[part(of: time)] += value ? 1 : -1
    }

    @inline(__always)
    private mutating func part(of time: UInt64) -> Int {
        var part = bins.index(of: time)
        if part >= TimeBins.countMax { part = grow(toHold: time) }
        if part > last { last = part }
        return part
    }

    @inline(never)
    private mutating func grow(toHold time: UInt64) -> Int {
        for _ in 0..<bins.grow(toHold: time) {
            TimeBins.fold(&invoked)
            TimeBins.fold(&acknowledged)
            TimeBins.fold(&refused)
            TimeBins.fold(&delivered)
            TimeBins.fold(&change)
            TimeBins.fold(&disconnected)
            latency.fold()
            last /= 2
        }
        return bins.index(of: time)
    }

    /// What was gathered, up to the last part in which something happened.
    package func timeline() -> RunTimeline {
        let count = last + 1
        var timeline = RunTimeline(bins: bins)
        timeline.phases = phases.sorted { ($0.time, $0.phase) < ($1.time, $1.phase) }
        timeline.invoked = Array(invoked[..<count])
        timeline.acknowledged = Array(acknowledged[..<count])
        timeline.refused = Array(refused[..<count])
        timeline.delivered = Array(delivered[..<count])
        timeline.disconnected = Array(disconnected[..<count])
        timeline.latencyMedian = (0..<count).map { latency.value(at: 0.5, in: $0) }
        timeline.latencyHigh = (0..<count).map { latency.value(at: 0.99, in: $0) }
        var now = 0
        timeline.connected = change[..<count].map {
            now += $0
            return now
        }
        return timeline
    }
}
