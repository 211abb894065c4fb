/// The messages of one publisher to one audience, in their order: the unit in which messages are owed.
struct Stream {
    /// From 0.
    var publisher: Int
    var audience: Int
    /// Sequences by rank.
    var sequences: [UInt32]
    /// One bit per rank: acknowledged.
    var okBits: [UInt64]
    var okCount = 0
    /// The latest acknowledgement.
    var lastEnd: UInt64 = 0
    /// By rank, the latest acknowledgement up to it; empty when acknowledgements came in order.
    var latestEnds: [UInt64] = []
    /// When the final message was acknowledged; never, when it was not.
    var sentinelEnd: UInt64 = .max
    var sentinelRank: Int?

    var wordCount: Int { (sequences.count + 63) / 64 }
}

/// All streams of a run, and which message is where in which.
struct StreamTable {
    private(set) var streams: [Stream] = []
    /// Streams by audience.
    private(set) var ofAudience: [[Int]]
    private(set) var publishes = PublishCounts()
    /// Publishers, from 0, with at least one acknowledged message that is no sentinel.
    private(set) var heard: Set<Int> = []

    /// Gives every message of the store its stream and rank.
    init(store: MessageStore, audiences: Int) {
        ofAudience = Array(repeating: [], count: audiences)
        for publisher in 0..<store.publisherCount {
            build(publisher, store)
        }
    }

    private mutating func build(_ publisher: Int, _ store: MessageStore) {
        var places: [UInt32: Int] = [:]
        let first = streams.count
        for sequence in stride(from: UInt32(1), through: store.count(of: publisher), by: 1) {
            let message = store.known(publisher, sequence)
            guard message.pointee.state != .absent else { continue }
            count(message.pointee, publisher)
            let audience = message.pointee.stream
            let place = places[audience] ?? streams.count
            if place == streams.count {
                places[audience] = place
                streams.append(Stream(publisher: publisher, audience: Int(audience), sequences: [], okBits: []))
                ofAudience[Int(audience)].append(place)
            }
            message.pointee.stream = UInt32(place)
            message.pointee.rank = streams[place].sequences.count
            streams[place].sequences.append(sequence)
        }
        for place in first..<streams.count { Self.complete(&streams[place], store) }
    }

    private mutating func count(_ message: Message, _ publisher: Int) {
        if message.isSentinel {
            publishes.sentinels += 1
            if message.state == .ok { publishes.sentinelsOk += 1 }
            return
        }
        publishes.messages += 1
        switch message.state {
        case .ok:
            publishes.ok += 1
            heard.insert(publisher)
        case .fail: publishes.fail += 1
        case .info, .absent: publishes.info += 1
        }
    }

    private static func complete(_ stream: inout Stream, _ store: MessageStore) {
        stream.okBits = [UInt64](repeating: 0, count: stream.wordCount)
        var isSorted = true
        for rank in stream.sequences.indices {
            let message = store.known(stream.publisher, stream.sequences[rank]).pointee
            if message.isSentinel {
                // Of several, the last one counts.
                stream.sentinelRank = rank
                stream.sentinelEnd = message.endedAt
            }
            guard message.state == .ok else { continue }
            stream.okBits[rank >> 6] |= 1 << UInt64(rank & 63)
            stream.okCount += 1
            if message.endedAt < stream.lastEnd { isSorted = false }
            stream.lastEnd = max(stream.lastEnd, message.endedAt)
        }
        guard !isSorted else { return }
        stream.latestEnds.reserveCapacity(stream.sequences.count)
        var latest: UInt64 = 0
        for sequence in stream.sequences {
            let message = store.known(stream.publisher, sequence).pointee
            if message.state == .ok { latest = max(latest, message.endedAt) }
            stream.latestEnds.append(latest)
        }
    }

    mutating func setAttempts(_ attempts: Int) {
        publishes.attempts = attempts
    }
}
