/// Which fault was under way at which time, to be asked once per violation.
struct FaultCalendar {
    /// Each holds from its time up to that of the next.
    private var begins: [UInt64] = [0]
    private var faults: [FaultReference?] = [nil]

    init(_ windows: [FaultWindow]) {
        guard !windows.isEmpty else { return }
        var times: Set<UInt64> = [0]
        for window in windows {
            guard let extent = window.extent else { continue }
            times.insert(extent.lowerBound)
            // The moment of healing still belongs to the fault.
            if extent.upperBound < .max { times.insert(extent.upperBound + 1) }
        }
        begins = times.sorted()
        faults = begins.map { FaultLog.fault(at: $0, in: windows) }
    }

    /// Of several, the one that began last; see ``FaultLog/fault(at:in:)``.
    func fault(at time: UInt64) -> FaultReference? {
        var (low, high) = (0, begins.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if begins[middle] <= time { low = middle } else { high = middle }
        }
        return faults[low]
    }
}
