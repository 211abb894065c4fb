/// Everything that is measured while deliveries are read, besides what is counted for the contract.
struct DeliveryMeters {
    let owed: OwedTimes
    let probes: NodeProbes
    var latency: CalmMeter
    var recoveries: RecoveryLog
    var nodes: NodeLedger
    /// The longest silence in which something was owed, the client, and when it began.
    var gap: UInt64 = 0
    var gapClient: ClientID?
    var gapBegan: UInt64?
    /// A time in which nothing was sent, the last that was looked up: most silences lie in one, and many clients in the same.
    private var quiet: Range<UInt64> = 0..<0
    /// Times of all connections since the beginning of traffic.
    private(set) var connects: [UInt64] = []
    private let trafficBegan: UInt64?

    init(manifest: RunManifest, publishes: PublishPass, table: StreamTable) {
        let windows = publishes.faults.windows { _, _ in nil }
        owed = OwedTimes(store: publishes.store, table: table)
        probes = publishes.probes
        latency = CalmMeter(troubles: publishes.troubles.spans(around: windows))
        recoveries = RecoveryLog(windows: windows, store: publishes.store, table: table)
        nodes = NodeLedger(manifest: manifest, probes: publishes.probes)
        trafficBegan = publishes.trafficBegan
    }

    /// Whether a silence cannot be the longest: what was owed in it was sent too late, be it this message or whatever was sent
    /// first behind its beginning.
    @inline(__always)
    func isShort(from heardAt: UInt64, until time: UInt64, invokedAt: UInt64) -> Bool {
        guard quiet.contains(heardAt), invokedAt > heardAt else { return false }
        let since = min(invokedAt, quiet.upperBound)
        return time <= since || time - since <= gap
    }

    /// Looks up in which quiet time a silence began, for those that are asked about next.
    mutating func lookAround(_ time: UInt64) {
        if !quiet.contains(time), let span = owed.span(around: time) { quiet = span }
    }

    mutating func connected(at time: UInt64) {
        if let trafficBegan, time >= trafficBegan { connects.append(time) }
    }

    /// The busiest second: how many connections, and when it began.
    var busiestSecond: (count: Int, began: UInt64)? {
        let times = connects.sorted()
        var best: (count: Int, began: UInt64)?
        var first = 0
        for (place, time) in times.enumerated() {
            while time - times[first] >= 1_000_000_000 { first += 1 }
            if place - first + 1 > best?.count ?? 0 { best = (place - first + 1, times[first]) }
        }
        return best
    }
}
