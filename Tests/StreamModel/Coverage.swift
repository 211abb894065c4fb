/// What schedules came to: a search in which nothing happens finds nothing.
package struct Coverage: Hashable, Sendable {
    package var schedules = 0
    package var steps = 0
    /// Entries that some node proved.
    package var committed = 0
    package var acknowledged = 0
    /// Messages that clients were handed.
    package var handed = 0
    package var resumed = 0
    package var told = 0
    /// Reigns that nodes adopted.
    package var adopted = 0
    package var startedAnew = 0
    /// Data servers that were killed, and promoted.
    package var crashed = 0
    package var promoted = 0
    package var trimmed = 0
    /// Sessions that were gone, messages that stayed unknown.
    package var unknown = 0

    package init() {}

    package static func + (left: Coverage, right: Coverage) -> Coverage {
        var sum = left
        sum.schedules += right.schedules
        sum.steps += right.steps
        sum.committed += right.committed
        sum.acknowledged += right.acknowledged
        sum.handed += right.handed
        sum.resumed += right.resumed
        sum.told += right.told
        sum.adopted += right.adopted
        sum.startedAnew += right.startedAnew
        sum.crashed += right.crashed
        sum.promoted += right.promoted
        sum.trimmed += right.trimmed
        sum.unknown += right.unknown
        return sum
    }
}

extension Coverage: CustomStringConvertible {
    package var description: String {
        let per = { (count: Int) in "\((Double(count) / Double(max(1, schedules)) * 100).rounded() / 100)" }
        return "per schedule: \(per(steps)) steps, \(per(committed)) entries committed, \(per(acknowledged)) messages "
            + "acknowledged, \(per(handed)) handed over, \(per(unknown)) unknown, \(per(resumed)) resumes, \(per(told)) told, "
            + "\(per(adopted)) reigns adopted, \(per(startedAnew)) begun anew, \(per(crashed)) servers killed, "
            + "\(per(promoted)) promoted, \(per(trimmed)) entries trimmed"
    }
}
