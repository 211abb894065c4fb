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
        var (low, high) = (0, times.count)
        while low < high {
            let middle = (low + high) / 2
            if times[middle] > time { high = middle } else { low = middle + 1 }
        }
        return low < times.count ? times[low] : .max
    }

    /// The first invocation to anyone behind a time.
    func first(after time: UInt64) -> UInt64 {
        invocations.indices.map { first(to: $0, after: time) }.min() ?? .max
    }
}
