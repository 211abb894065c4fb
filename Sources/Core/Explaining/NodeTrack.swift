/// When one node was there, and when it was subscribed to Redis.
struct NodeTrack {
    /// One process of the node.
    struct Life {
        var beganAt: UInt64
        /// Its last record.
        var endedAt: UInt64
        /// It closed its history in good order.
        var wasClosed: Bool
        /// The last time it handed something to clients.
        var lastHandedAt: UInt64
    }

    /// A time without a subscription.
    struct Outage {
        /// The last message before: what was sent later may have been lost with the connection.
        var quietSince: UInt64
        /// When the node noticed.
        var lostAt: UInt64
        /// When it was subscribed again; nil when it never was.
        var backAt: UInt64?

        /// Whether something that happened between two times may have fallen into it.
        func touches(_ begin: UInt64, _ end: UInt64) -> Bool {
            end >= quietSince && (backAt.map { begin <= $0 } ?? true)
        }
    }

    private(set) var lives: [Life] = []
    private(set) var outages: [Outage] = []
    /// A history of it is cut short, damaged or missing, so what is not in it may have happened.
    var isIncomplete = false
    /// It says when it is subscribed.
    private(set) var tellsSubscription = false

    private var highestID: UInt64 = 0
    private var lastReceivedAt: UInt64 = 0
    private var lastAcceptedAt: UInt64 = 0
    /// Every ``sampleEvery``-th reception.
    private var samples: [UInt64] = []
    private var receptions = 0
    static let sampleEvery = 16

    // MARK: Reading

    mutating func begin(at time: UInt64, wasClosed: Bool) {
        lives.append(Life(beganAt: time, endedAt: time, wasClosed: wasClosed, lastHandedAt: 0))
        highestID = 0
        if let last = outages.indices.last, outages[last].backAt == nil { return }
        outages.append(Outage(quietSince: lastReceivedAt, lostAt: time, backAt: nil))
    }

    mutating func passed(at time: UInt64) {
        guard let last = lives.indices.last else { return }
        lives[last].endedAt = max(lives[last].endedAt, time)
    }

    mutating func backplane(isSubscribed: Bool, at time: UInt64) {
        tellsSubscription = true
        if isSubscribed {
            if let last = outages.indices.last, outages[last].backAt == nil { outages[last].backAt = time }
        } else if outages.last.map({ $0.backAt != nil }) ?? true {
            outages.append(Outage(quietSince: lastReceivedAt, lostAt: time, backAt: nil))
        }
    }

    /// Returns a time that rises with every reception, and whether the id went back.
    mutating func received(id: UInt64, at time: UInt64) -> (time: UInt64, isIDBack: Bool) {
        lastReceivedAt = max(time, lastReceivedAt + 1)
        receptions += 1
        if receptions % Self.sampleEvery == 0 { samples.append(lastReceivedAt) }
        let isBack = id > 0 && id <= highestID
        highestID = max(highestID, id)
        return (lastReceivedAt, isBack)
    }

    /// Returns a time that rises with every acceptance.
    mutating func accepted(at time: UInt64) -> UInt64 {
        lastAcceptedAt = max(time, lastAcceptedAt + 1)
        return lastAcceptedAt
    }

    /// Returns a time that rises with every handing.
    mutating func handed(at time: UInt64) -> UInt64 {
        guard let last = lives.indices.last else { return time }
        lives[last].lastHandedAt = max(time, lives[last].lastHandedAt + 1)
        return lives[last].lastHandedAt
    }

    // MARK: Asking

    func outage(_ begin: UInt64, _ end: UInt64) -> Outage? {
        tellsSubscription ? outages.first { $0.touches(begin, end) } : nil
    }

    /// Between two of its processes, or behind a last one that was killed.
    func wasGone(at time: UInt64) -> Bool {
        guard let first = lives.first, time >= first.beganAt else { return !lives.isEmpty }
        guard let place = lives.lastIndex(where: { $0.beganAt <= time }) else { return true }
        guard time > lives[place].endedAt else { return false }
        return place + 1 < lives.count || !lives[place].wasClosed
    }

    /// The process that was there at a time was killed and had handed nothing on since.
    func wasKilledBeforeHanding(since time: UInt64) -> Bool {
        guard let life = lives.last(where: { $0.beganAt <= time }) else { return false }
        return !life.wasClosed && life.lastHandedAt < time
    }

    /// How many messages it received between two times, to ``sampleEvery`` exact.
    func receivedCount(_ begin: UInt64, _ end: UInt64) -> Int {
        (Self.position(of: end, in: samples) - Self.position(of: begin, in: samples)) * Self.sampleEvery
    }

    private static func position(of time: UInt64, in samples: [UInt64]) -> Int {
        var (low, high) = (0, samples.count)
        while low < high {
            let middle = (low + high) / 2
            if samples[middle] < time { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
