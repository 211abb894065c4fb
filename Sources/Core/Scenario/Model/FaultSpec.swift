/// One thing that is broken during a run: when, what, and how it heals.
package struct FaultSpec: Codable, Hashable, Sendable {
    package var trigger: FaultTrigger
    package var action: FaultAction
    /// Line in the scenario file, for reports.
    package var line: Int

    package init(trigger: FaultTrigger, action: FaultAction, line: Int = 0) {
        self.trigger = trigger
        self.action = action
        self.line = line
    }
}
