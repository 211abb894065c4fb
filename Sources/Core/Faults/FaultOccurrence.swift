/// One time that a fault of the scenario is due.
package struct FaultOccurrence: Hashable, Sendable {
    /// Position in the scenario, from 1.
    package var fault: Int
    /// Which time, from 1.
    package var repetition: Int
    package var action: FaultAction

    package init(fault: Int, repetition: Int, action: FaultAction) {
        self.fault = fault
        self.repetition = repetition
        self.action = action
    }
}
