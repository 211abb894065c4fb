/// Records of a run in words.
struct StoryWords {
    let manifest: RunManifest
    let verdict: Verdict

    /// Since the beginning of traffic, to the millisecond: `2.031 s`.
    func time(_ time: UInt64) -> String {
        let nanoseconds = Int64(bitPattern: time &- verdict.origin)
        let microseconds = nanoseconds.magnitude / 1_000
        let fraction = String(microseconds % 1_000_000 + 1_000_000).dropFirst()
        return (nanoseconds < 0 && microseconds > 0 ? "-" : "") + "\(microseconds / 1_000_000).\(fraction.prefix(3)) s"
    }

    /// One step of a message; nil for what is none.
    func text(of record: HistoryRecord) -> String? {
        let node = "n\(record.subject)"
        let publisher = "p\(record.publisher)"
        let attempt = record.detail > 1 ? ", attempt \(record.detail)" : ""
        switch record.kind {
        case .publishInvoked: return "sent by \(publisher) (c\(record.subject))\(attempt)"
        case .publishEnded:
            switch Outcome(rawValue: record.flags) {
            case .ok: return "acknowledged to \(publisher)\(attempt)"
            case .fail: return "\(publisher) was told that it failed\(attempt)"
            case .info, nil: return "\(publisher) never learned the outcome\(attempt)"
            }
        case .accepted: return "\(node) accepted it"
        case .written: return "\(node) wrote it to Redis" + (record.extra > 0 ? " as id \(record.extra)" : "")
        case .carried:
            return "the witness of r\(record.subject) saw it" + (record.extra > 0 ? " with id \(record.extra)" : "")
        case .tapped:
            return record.detail == LinkTap.Place.toRedis.rawValue
                ? "it passed the link of \(node) to Redis" : "it passed the link from Redis to \(node)"
        case .received: return "\(node) received it" + (record.extra > 0 ? " with id \(record.extra)" : "")
        case .handed: return "\(node) handed it to \(CauseText.count(Int(clamping: record.extra), "client"))"
        case .corrupted: return "c\(record.subject) got it damaged"
        default: return nil
        }
    }

    /// Why a node did not receive something that was in Redis between two times.
    func reason(_ node: NodeTrack, _ begin: UInt64, _ end: UInt64) -> String {
        if node.lives.isEmpty { return ": it left no history" }
        if let outage = node.outage(begin, end) {
            let back = outage.backAt.map { "to \(time($0))" } ?? "until the end"
            return ": its subscription was down from \(time(outage.lostAt)) \(back)" + inside(outage.lostAt)
        }
        return node.wasGone(at: end) ? ": its process was gone" + inside(end) : ""
    }

    /// `, inside fault 1 (redis.restart)`
    func inside(_ time: UInt64) -> String {
        FaultLog.fault(at: time, in: verdict.faults).map { ", inside fault \($0.number) (\($0.name))" } ?? ""
    }
}
