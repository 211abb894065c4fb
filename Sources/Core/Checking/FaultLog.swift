/// When each repetition of each fault was asked for, seen, healed, and seen healed.
struct FaultLog {
    private struct Entry {
        var window: FaultWindow
        /// Where the text of a failure lies: position of the history, and its number there.
        var failure: (history: Int, text: UInt64)?
    }

    private let manifest: [ManifestFault]
    private var entries: [Entry] = []
    private var places: [UInt64: Int] = [:]

    init(manifest: RunManifest) {
        self.manifest = manifest.faults
    }

    mutating func take(_ record: HistoryRecord, history: Int) {
        let key = UInt64(record.subject) << 16 | UInt64(record.detail)
        let place = places[key] ?? entries.count
        if place == entries.count {
            places[key] = place
            let named = manifest.first { $0.number == Int(record.subject) }
            entries.append(
                Entry(
                    window: FaultWindow(
                        number: Int(record.subject),
                        repetition: Int(record.detail),
                        name: named?.name ?? "unknown",
                        target: named?.target ?? "unknown",
                        isMomentary: named?.isMomentary
                    )
                )
            )
        }
        switch record.kind {
        case .faultInvoked: entries[place].window.invokedAt = record.time
        case .faultObserved: entries[place].window.observedAt = record.time
        case .healInvoked: entries[place].window.healInvokedAt = record.time
        case .healObserved: entries[place].window.healedAt = record.time
        case .faultFailed:
            entries[place].window.failure = "no reason was recorded"
            entries[place].failure = (history, record.extra)
        default: break
        }
    }

    /// In the order of faults and repetitions; `text` finds the texts of failures.
    func windows(text: (_ history: Int, _ number: UInt64) -> String?) -> [FaultWindow] {
        entries.map { entry in
            var window = entry.window
            if let failure = entry.failure, let reason = text(failure.history, failure.text) {
                window.failure = reason
            }
            return window
        }
        .sorted { ($0.number, $0.repetition) < ($1.number, $1.repetition) }
    }

    /// The fault that was under way at a time; of several, the one that began last.
    static func fault(at time: UInt64, in windows: [FaultWindow]) -> FaultReference? {
        windows.filter { $0.extent?.contains(time) ?? false }
            .max { ($0.invokedAt ?? 0) < ($1.invokedAt ?? 0) }
            .map { FaultReference(number: $0.number, repetition: $0.repetition, name: $0.name) }
    }

    /// A fault of the scenario that left no effect, and a healing that nobody saw, make a run prove nothing.
    static func check(_ windows: [FaultWindow], of manifest: RunManifest, into guards: inout GuardLog) {
        for fault in manifest.faults {
            let name = "fault \(fault.number) (\(fault.name) of \(fault.target))"
            let own = windows.filter { $0.number == fault.number }
            if !own.contains(where: { $0.observedAt != nil || $0.failure != nil }) {
                guards.add(.faultUnobserved, name, reason: "\(name) was never seen to take effect")
            }
        }
        for window in windows {
            let name = "fault \(window.number) (\(window.name) of \(window.target)), repetition \(window.repetition)"
            if let failure = window.failure {
                let what = window.observedAt == nil ? "did not take effect" : "did not heal"
                guards.add(.faultFailed, name, reason: "\(name) \(what): \(failure)")
            } else if window.invokedAt != nil, window.observedAt == nil {
                guards.add(.faultUnobserved, name, reason: "\(name) was never seen to take effect")
            }
            if window.healInvokedAt != nil, window.healedAt == nil {
                guards.add(.healUnobserved, name, reason: "\(name) was never seen to heal")
            }
        }
    }
}
