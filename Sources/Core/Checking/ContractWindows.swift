/// When the weaker contract of `during-faults` applies: from the invocation of a fault until it was seen to heal, and
/// for the time in which the system may recover.
struct ContractWindows {
    private let strong: Contract
    private let weak: Contract?
    /// In order, and apart.
    private let windows: [ClosedRange<UInt64>]
    /// When the last one ends; nil where there is none, or no weaker contract.
    let lastEnd: UInt64?

    /// Across clocks a time cannot be found in a window, and without the whole record of the faults nobody knows all windows:
    /// then the weaker contract applies throughout.
    init(
        _ expectation: Expectation,
        _ faults: [FaultWindow],
        isComparable: Bool,
        isWhole: Bool = true,
        rules: CheckerRules = .all
    ) {
        strong = expectation.contract
        weak = rules.contains(.weakensDuringFaults) ? expectation.duringFaults : nil
        guard weak != nil else {
            windows = []
            lastEnd = nil
            return
        }
        let grace = rules.contains(.extendsToRecovery) ? UInt64(expectation.graceMilliseconds) * 1_000_000 : 0
        let all = faults.compactMap { Self.window($0, grace: grace) }.sorted { $0.lowerBound < $1.lowerBound }
        var merged: [ClosedRange<UInt64>] = []
        for window in all {
            if let last = merged.last, window.lowerBound <= last.upperBound {
                merged[merged.count - 1] = last.lowerBound...max(last.upperBound, window.upperBound)
            } else {
                merged.append(window)
            }
        }
        windows = isWhole && (isComparable || merged.isEmpty) ? merged : [0...(.max)]
        lastEnd = isWhole ? merged.last?.upperBound : .max
    }

    private static func window(_ fault: FaultWindow, grace: UInt64) -> ClosedRange<UInt64>? {
        guard let extent = fault.extent else { return nil }
        let (late, overflows) = extent.upperBound.addingReportingOverflow(grace)
        return extent.lowerBound...(overflows ? .max : late)
    }

    /// The contract for a message, and for a copy of it that was seen at a time.
    func contract(for message: Message, seenAt time: UInt64? = nil) -> Contract {
        guard let weak, !windows.isEmpty else { return strong }
        let end = message.state == .ok ? max(message.invokedAt, message.endedAt) : message.invokedAt
        if touches(message.invokedAt, end) { return weak }
        if let time, touches(time, time) { return weak }
        return strong
    }

    /// The contract for what happens to a client at a time.
    func contract(at time: UInt64) -> Contract {
        guard let weak, touches(time, time) else { return strong }
        return weak
    }

    private func touches(_ begin: UInt64, _ end: UInt64) -> Bool {
        var (low, high) = (0, windows.count)
        while low < high {
            let middle = low + (high - low) / 2
            if windows[middle].upperBound >= begin { high = middle } else { low = middle + 1 }
        }
        return low < windows.count && windows[low].lowerBound <= end
    }
}
