/// When what was owed was published, by audience: invocations of acknowledged messages, in order.
struct OwedTimes {
    private let invocations: [[UInt64]]

    init(store: MessageStore, table: StreamTable) {
        invocations = table.ofAudience.map { streams in
            var times: [UInt64] = []
            times.reserveCapacity(streams.reduce(0) { $0 + table.streams[$1].okCount })
            for place in streams {
                let stream = table.streams[place]
                for sequence in stream.sequences {
                    let message = store.known(stream.publisher, sequence).pointee
                    if message.state == .ok { times.append(message.invokedAt) }
                }
            }
            // Streams are in order already, so this is quick.
            times.sort()
            return times
        }
    }

    /// The first invocation to an audience behind a time; never where there was none.
    func first(to audience: Int, after time: UInt64) -> UInt64 {
        let times = invocations[audience]
        let place = Self.place(of: time, in: times)
        return place < times.count ? times[place] : .max
    }

    /// The first invocation to anyone behind a time.
    func first(after time: UInt64) -> UInt64 {
        invocations.indices.map { first(to: $0, after: time) }.min() ?? .max
    }

    /// More audiences than these are not looked through for every message.
    private static let spanAudiencesMax = 8

    /// From the last invocation to anyone at or before a time to the first behind it: nothing was sent between them. Nil where
    /// that would take too long to find.
    func span(around time: UInt64) -> Range<UInt64>? {
        guard invocations.count <= Self.spanAudiencesMax else { return nil }
        var (begin, end) = (UInt64(0), UInt64.max)
        for times in invocations {
            let place = Self.place(of: time, in: times)
            if place > 0 { begin = max(begin, times[place - 1]) }
            if place < times.count { end = min(end, times[place]) }
        }
        return begin..<end
    }

    /// How many of the times are not behind one.
    private static func place(of time: UInt64, in times: [UInt64]) -> Int {
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] > time { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
