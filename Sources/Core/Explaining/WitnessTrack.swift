/// When the witnesses of Redis were listening, all of them together: silence of a witness proves something only then.
struct WitnessTrack {
    private struct Window {
        var begin: UInt64
        var end: UInt64
    }

    private var windows: [Window] = []
    private var open: [UInt32: UInt64] = [:]
    private var lastCarriedAt: UInt64 = 0
    /// A history of a witness is missing or damaged.
    var isIncomplete = false

    /// The run has a witness that listened.
    var isThere: Bool { !windows.isEmpty || !open.isEmpty }

    mutating func listening(_ witness: UInt32, at time: UInt64) {
        if open[witness] == nil { open[witness] = time }
    }

    mutating func deaf(_ witness: UInt32, at time: UInt64) {
        guard let begin = open.removeValue(forKey: witness) else { return }
        windows.append(Window(begin: begin, end: time))
    }

    /// Returns a time that rises with every message.
    mutating func carried(at time: UInt64) -> UInt64 {
        lastCarriedAt = max(time, lastCarriedAt + 1)
        return lastCarriedAt
    }

    /// Some witness listened from one time to another without a break.
    func listened(_ begin: UInt64, _ end: UInt64) -> Bool {
        guard !isIncomplete else { return false }
        return windows.contains { $0.begin <= begin && end <= $0.end } || open.values.contains { $0 <= begin }
    }
}
