/// What is owed of one stream: acknowledged messages in `certain`, and those of `singles` one by one.
struct OwedRange {
    /// Ranks; every acknowledged message in it was acknowledged in time.
    var certain: Range<Int>
    /// Ranks behind it; only some were.
    var singles: Range<Int>
}

extension StreamTable {
    /// The messages that were invoked at or after `begin` and acknowledged at or before `proof`.
    ///
    /// Invocations are sorted, so both ends are found by bisection. Acknowledgements of a pipelining publisher are not:
    /// ranks behind the last one up to which all came in time have to be looked at singly.
    func owed(_ stream: Int, from begin: UInt64, until proof: UInt64, in store: MessageStore) -> OwedRange {
        let count = streams[stream].sequences.count
        let low = bisect(0..<count) { invocation(stream, $0, store) >= begin }
        if proof == .max || proof >= streams[stream].lastEnd {
            return OwedRange(certain: low..<count, singles: count..<count)
        }
        let high = bisect(low..<count) { invocation(stream, $0, store) > proof }
        guard !streams[stream].latestEnds.isEmpty else {
            // Acknowledgements are sorted among the acknowledged; the others do not matter.
            let end = bisect(low..<high) { endOfNextAcknowledged(stream, $0, below: high, store) > proof }
            return OwedRange(certain: low..<end, singles: end..<end)
        }
        let border = bisect(low..<high) { streams[stream].latestEnds[$0] > proof }
        return OwedRange(certain: low..<border, singles: border..<high)
    }

    /// The first message that was invoked at or after a time, by rank.
    func firstRank(_ stream: Int, from begin: UInt64, in store: MessageStore) -> Int {
        bisect(0..<streams[stream].sequences.count) { invocation(stream, $0, store) >= begin }
    }

    private func invocation(_ stream: Int, _ rank: Int, _ store: MessageStore) -> UInt64 {
        store.known(streams[stream].publisher, streams[stream].sequences[rank]).pointee.invokedAt
    }

    private func endOfNextAcknowledged(_ stream: Int, _ rank: Int, below high: Int, _ store: MessageStore) -> UInt64 {
        for next in rank..<high {
            let message = store.known(streams[stream].publisher, streams[stream].sequences[next]).pointee
            if message.state == .ok { return message.endedAt }
        }
        return .max
    }

    /// The first position for which a condition holds that holds for all behind it too.
    private func bisect(_ range: Range<Int>, _ holds: (Int) -> Bool) -> Int {
        var (low, high) = (range.lowerBound, range.upperBound)
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
