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
