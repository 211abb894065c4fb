/// One thing that is broken during a run: when, what, and how it heals.
package struct FaultSpec: Hashable, Sendable {
    package var trigger: FaultTrigger
    package var fault: AnyFault
    /// Line in the scenario file, for reports.
    package var line: Int

    package init(trigger: FaultTrigger, _ fault: any Fault, line: Int = 0) {
        self.trigger = trigger
        self.fault = AnyFault(fault)
        self.line = line
    }
}
