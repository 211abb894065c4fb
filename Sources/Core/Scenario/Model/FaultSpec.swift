/// One thing that is broken during a run: when, what, and how it heals.
package struct FaultSpec: Hashable, Sendable {
    package var trigger: FaultTrigger
    package var fault: AnyFault
    /// Nil: once, or as often as ``FaultTrigger/every(milliseconds:fromMilliseconds:untilMilliseconds:times:jitterMilliseconds:)``
    /// says.
    package var again: FaultRepeat?
    /// Line in the scenario file, for reports.
    package var line: Int

    package init(trigger: FaultTrigger, _ fault: any Fault, again: FaultRepeat? = nil, line: Int = 0) {
        self.trigger = trigger
        self.fault = AnyFault(fault)
        self.again = again
        self.line = line
    }

    /// How often it happens; `.max` where nothing but traffic ends it.
    package var timesAtMost: Int {
        switch trigger {
        case .at, .after, .when, .hook: return again?.times ?? 1
        case .every(let period, let from, let until, let times, _):
            let fitting = until.map { $0 < from ? 0 : ($0 - from) / max(1, period) + 1 }
            return min(times ?? .max, fitting ?? .max)
        }
    }
}
