/// One time that a fault of the scenario is due.
package struct FaultOccurrence: Hashable, Sendable {
    /// Position in the scenario, from 1.
    package var fault: Int
    /// Which time, from 1.
    package var repetition: Int
    package var kind: AnyFault

    package init(fault: Int, repetition: Int, kind: AnyFault) {
        self.fault = fault
        self.repetition = repetition
        self.kind = kind
    }
}
