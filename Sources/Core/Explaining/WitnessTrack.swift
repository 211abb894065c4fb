/// When the witnesses of Redis were listening: the silence of one proves something only then.
struct WitnessTrack {
    private struct Window {
        var begin: UInt64
        /// The last thing that it heard; nil while it listens.
        var end: UInt64?
    }

    /// By data server.
    private var windows: [UInt32: [Window]] = [:]
    private var lastCarriedAt: [UInt32: UInt64] = [:]
    /// A history of a witness is missing or damaged.
    var isIncomplete = false

    /// The run has a witness that listened.
    var isThere: Bool { !windows.isEmpty }

    mutating func listening(_ server: UInt32, at time: UInt64) {
        if let last = windows[server]?.last, last.end == nil { return }
        windows[server, default: []].append(Window(begin: time))
    }

    mutating func deaf(_ server: UInt32, at time: UInt64) {
        guard let last = windows[server]?.indices.last, windows[server]?[last].end == nil else { return }
        windows[server]?[last].end = time
    }

    /// Returns a time that rises with every message that one server carried.
    mutating func carried(by server: UInt32, at time: UInt64) -> UInt64 {
        let rising = max(time, (lastCarriedAt[server] ?? 0) + 1)
        lastCarriedAt[server] = rising
        return rising
    }

    /// Every witness listened from one time to another without a break: which server a node wrote to is not on record.
    func listened(_ begin: UInt64, _ end: UInt64) -> Bool {
        guard isThere, !isIncomplete else { return false }
        return windows.values.allSatisfy { windows in
            windows.contains { $0.begin <= begin && ($0.end.map { end <= $0 } ?? true) }
        }
    }
}
