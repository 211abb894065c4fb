/// Why publishes failed, by what their publishers were told.
struct RefusalLog {
    private struct Reason: Hashable {
        var history: Int
        var text: UInt64
    }

    /// More different reasons are not told apart.
    private static let reasonsMax = 1_024

    private var counts: [Reason: Int] = [:]
    /// Attempts that failed or whose outcome was not learned.
    private(set) var total = 0

    mutating func take(_ record: HistoryRecord, history: Int) {
        total += 1
        let reason = Reason(history: history, text: record.extra)
        guard record.extra > 0, counts[reason] != nil || counts.count < Self.reasonsMax else { return }
        counts[reason, default: 0] += 1
    }

    /// The most frequent reason, with the name of the defect where the backplane has it; nil where none is on record. `text`
    /// finds texts.
    func words(of backplane: BackplaneKind, text: (_ history: Int, _ number: UInt64) -> String?) -> String? {
        var sums: [String: Int] = [:]
        for (reason, count) in counts {
            guard let words = text(reason.history, reason.text) else { continue }
            sums[words, default: 0] += count
        }
        guard let most = sums.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        let known = backplane == .signalr ? PublishRefusal.allCases : []
        let name = known.first { most.key.contains($0.text) }.map { " (\($0.name))" } ?? ""
        return "\(Figures.grouped(most.value)) of \(Figures.grouped(total)) failed attempts: \(most.key)\(name)"
    }
}
